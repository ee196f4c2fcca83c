"""MMD-GAN whose critic is clipped, as in its paper, on the ring of 8 Gaussians.

  python -m launch.train --config=configs/ring/mmd_gan_clipped.py --workdir=runs/ring_mmd_gan_clipped

A row of `launch.reproduce --table=coverage_settings`.
"""

from configs import common
from configs.ring import mmd_gan


def get_config():
    config = mmd_gan.get_config()
    common.clipped_mmd_gan(config)
    return config
