"""Reg-GAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/reg_gan.py --workdir=runs/grid25_reg_gan

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` at the best of 16 draws of its own (discriminator_tx 0.0103,
generator_tx 0.0182, distance_weight 0.0661, mode_weight 0.154): 16,016 steps, 5 trials, 106 s of one CPU core:
modes 11.4 +- 1, high quality 0.852 +- 0.036, KL 0.925 +- 0.09.
"""

from configs import common, mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    common.rates(config, 1.82e-2, 1.03e-2)
    config.method.terms.generator.mode_reg.update(distance_weight=0.0661, mode_weight=0.154)
    mdgan.search(config, "reg_gan")
    return config
