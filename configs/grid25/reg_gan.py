"""Reg-GAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/reg_gan.py --workdir=runs/grid25_reg_gan

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0182, generator_tx 0.00318, distance_weight 0.154, mode_weight 0.0427, tx 0.0207): 16,488 steps,
5 trials, 105 s: modes 12.8 +- 1.3, high quality 0.836 +- 0.025, KL 0.893 +- 0.13; uneven 5 x 5 (discriminator_tx
0.0182, generator_tx 0.00318, distance_weight 0.154, mode_weight 0.0427, tx 0.0207): 17,296 steps, 5 trials, 98 s:
modes 13.8 +- 1.5, high quality 0.825 +- 0.034, KL 0.841 +- 0.17.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 49,464 steps, 5 trials, 415 s: modes 15.6 +- 3.7,
high quality 0.737 +- 0.16, KL 1.1 +- 0.72; uneven 5 x 5: 51,888 steps, 5 trials, 400 s: modes 18.2 +- 1.2, high
quality 0.807 +- 0.044, KL 0.612 +- 0.14.
"""

from configs import common, mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    common.rates(config, 3.18e-3, 1.82e-2)
    config.method.terms.generator.mode_reg.update(distance_weight=0.154, mode_weight=0.0427)
    config.method.terms.generator.mode_reg.tx.learning_rate = 2.07e-2
    mdgan.search(config, "reg_gan")
    return config
