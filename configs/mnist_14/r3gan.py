"""R3GAN (Huang et al. 2024) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/r3gan.py --workdir=runs/mnist_14_r3gan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288, r1_r2.weight 0.0183): 3,180 steps, 3 trials, 79 s: Fréchet distance
1.72 +- 0.038, precision 0.702 +- 0.0081, recall 0.807 +- 0.016, 65.2 % of the samples qualify, modes 10 +- 0.
"""

from configs import common, small_mnist


def get_config():
    config = small_mnist.gan()
    common.r3gan(config)
    return config
