"""WGAN-GP (Gulrajani et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/wgan_gp.py --workdir=runs/mnist_14_wgan_gp

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288, gradient_penalty.weight 4.27): 1,155 steps, 3 trials, 81 s: Fréchet
distance 4.47 +- 0.18, precision 0.569 +- 0.0035, recall 0.847 +- 0.0087, 46.6 % of the samples qualify, modes 10 +-
0.
"""

from configs import race, small_mnist


def get_config():
    config = small_mnist.gan()
    race.wgan_gp(config)
    return config
