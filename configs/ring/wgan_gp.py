"""WGAN-GP (Gulrajani et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/wgan_gp.py --workdir=runs/ring_wgan_gp

A row of `launch.reproduce --table=coverage`.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.wgan_gp(config, weight=1.0)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.01, 10.0)
    return config
