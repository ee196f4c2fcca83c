"""R3GAN's loss (Huang et al. 2024) on the 10 x 10 grid, with the GAN's networks.

  python -m launch.train --config=configs/grid/r3gan.py --workdir=runs/grid_r3gan

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.r3gan(config, weight=1e-3)
    return config
