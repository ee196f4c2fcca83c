"""WGAN-GP (Gulrajani et al. 2017) on the 10 x 10 grid, with the GAN's networks.

  python -m launch.train --config=configs/grid/wgan_gp.py --workdir=runs/grid_wgan_gp

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.wgan_gp(config, weight=1.0)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.01, 10.0)
    return config
