"""MMD-GAN whose critic is clipped, as in its paper, on the 5 x 5 grid of Gaussians.

  python -m launch.train --config=configs/grid25/mmd_gan_clipped.py --workdir=runs/grid25_mmd_gan_clipped

A row of `launch.reproduce --table=coverage_settings`.
"""

from configs import common
from configs.grid25 import mmd_gan


def get_config():
    config = mmd_gan.get_config()
    common.clipped_mmd_gan(config)
    return config
