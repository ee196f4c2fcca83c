"""SNGAN (Miyato et al. 2018) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/sngan.py --workdir=runs/mnist_14_sngan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 1,185 steps, 3 trials, 76 s: Fréchet distance 5.39 +- 0.28,
precision 0.591 +- 0.0019, recall 0.813 +- 0.0075, 42.9 % of the samples qualify, modes 10 +- 0. Judged by another
network than the other rows of the table.
"""

from configs import common, small_mnist


def get_config():
    config = small_mnist.gan()
    common.sngan(config)
    return config
