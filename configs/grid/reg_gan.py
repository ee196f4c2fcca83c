"""Reg-GAN (Che et al. 2017) on the 10 x 10 grid, otherwise as the GAN.

  python -m launch.train --config=configs/grid/reg_gan.py --workdir=runs/grid_reg_gan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.000118, generator_tx 0.000203, distance_weight 0.103, mode_weight 0.0874, tx 0.00334): 32,350
steps, 3 trials, 265 s: modes 53.3 +- 5.2, high quality 0.567 +- 0.013, KL 1.62 +- 0.044.
"""

from configs import common, mdgan
from configs.grid import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    common.finely(config)
    config.method.terms.generator.mode_reg.encoder.input_scale = 10.0
    mdgan.search(config, "reg_gan")
    return config
