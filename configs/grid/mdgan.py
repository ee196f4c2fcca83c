"""MDGAN (Che et al. 2017) on the 10 x 10 grid, otherwise as the GAN.

  python -m launch.train --config=configs/grid/mdgan.py --workdir=runs/grid_mdgan

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common, mdgan
from configs.grid import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    common.finely(config)
    mdgan.search(config, "mdgan")
    return config
