"""LSGAN (Mao et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/lsgan.py --workdir=runs/mnist_14_lsgan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00519, generator_tx 0.000117): 5,610 steps, 3 trials, 81 s: Fréchet distance 25.9 +- 6, precision
0.424 +- 0.066, recall 0.378 +- 0.2, 7.78 % of the samples qualify, modes 0.667 +- 0.33.
"""

from configs import small_mnist


def get_config():
    config = small_mnist.gan()
    config.method.loss = "least_squares"
    return config
