"""SNGAN (Miyato et al. 2018) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/sngan.py --workdir=runs/mnist_14_sngan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00519, generator_tx 0.000117): 5,115 steps, 3 trials, 76 s: Fréchet distance 15 +- 1.6, precision
0.536 +- 0.0042, recall 0.636 +- 0.056, 8.7 % of the samples qualify, modes 1.33 +- 0.33.
"""

from configs import common, small_mnist


def get_config():
    config = small_mnist.gan()
    common.sngan(config)
    return config
