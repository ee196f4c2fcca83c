"""MDGAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/mdgan.py --workdir=runs/grid25_mdgan

A row of `launch.reproduce --table=coverage`, to be tuned and measured.
"""

from configs import common, mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    common.search(config, "encoder_tx")
    return config
