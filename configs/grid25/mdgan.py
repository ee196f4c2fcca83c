"""MDGAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/mdgan.py --workdir=runs/grid25_mdgan

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` at the best of 16 draws of its own (discriminator_tx 0.00318,
encoder_tx 0.00641, generator_tx 0.00222): 14,984 steps, 5 trials, 121 s of one CPU core: modes 2.2 +- 1.7, high
quality 0.136 +- 0.066, KL 3.66 +- 0.37.
"""

from configs import common, mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    common.rates(config, 2.22e-3, 3.18e-3)
    config.encoder_tx.learning_rate = 6.41e-3
    mdgan.search(config, "mdgan")
    return config
