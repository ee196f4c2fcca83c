"""Reg-GAN (Che et al. 2017) on the 10 x 10 grid, otherwise as the GAN.

  python -m launch.train --config=configs/grid/reg_gan.py --workdir=runs/grid_reg_gan

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common, mdgan
from configs.grid import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    common.finely(config)
    config.method.terms.generator.mode_reg.encoder.input_scale = 10.0
    mdgan.search(config, "reg_gan")
    return config
