"""PacGAN (Lin et al. 2018) on the ring of 8 Gaussians: D sees two samples at once, otherwise as the GAN.

  python -m launch.train --config=configs/ring/pacgan.py --workdir=runs/ring_pacgan

A row of `launch.reproduce --table=coverage`.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
