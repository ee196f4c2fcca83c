"""Reg-GAN (Che et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/reg_gan.py --workdir=runs/ring_reg_gan

A row of `launch.reproduce --table=coverage`.
"""

from configs import mdgan
from configs.ring import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    mdgan.search(config, "reg_gan")
    return config
