"""GAN with the momenta of SNGAN, b1 = 0 and b2 = .9, on the 5 x 5 grid of Gaussians.

  python -m launch.train --config=configs/grid25/gan_without_momentum.py --workdir=runs/grid25_gan_without_momentum

Measured by `launch.reproduce --table=coverage_settings` on one CPU core, at the best of 16 draws of its own: with one
step of D (discriminator_tx 0.0137, generator_tx 0.00219): 32,624 steps, 5 trials, 102 s: modes 19.2 +- 1.4, high
quality 0.785 +- 0.042, KL 0.64 +- 0.18; with five (`--config.method.critic_steps=5`, discriminator_tx 0.0103,
generator_tx 0.0182): 9,864 steps, 5 trials, 102 s: modes 2.2 +- 0.49, high quality 0.757 +- 0.13, KL 2.72 +- 0.23.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.without_momentum(config)
    return config
