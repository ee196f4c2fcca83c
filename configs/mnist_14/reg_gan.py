"""Reg-GAN (Che et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/reg_gan.py --workdir=runs/mnist_14_reg_gan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00669, generator_tx 0.00163, mode_reg.distance_weight 0.154, mode_reg.mode_weight 0.0427, encoder
0.00742): 3,172 steps, 3 trials, 83 s: Fréchet distance 7.18 +- 0.12, precision 0.55 +- 0.013, recall 0.806 +- 0.0051,
48.3 % of the samples qualify, modes 10 +- 0.
"""

from configs import race, small_mnist


def get_config():
    config = small_mnist.gan()
    race.reg_gan(config)
    return config
