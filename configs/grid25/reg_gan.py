"""Reg-GAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/reg_gan.py --workdir=runs/grid25_reg_gan

A row of `launch.reproduce --table=coverage`, to be tuned and measured.
"""

from configs import mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    for weight in ("distance_weight", "mode_weight"):
        config.search[f"method.terms.generator.mode_reg.{weight}"] = (1e-3, 1.0)
    return config
