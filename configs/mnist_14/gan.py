"""The GAN on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/gan.py --workdir=runs/mnist_14_gan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, generator_tx 0.000346): 5,078 steps, 3 trials, 70 s: Fréchet distance 11.5 +- 0.028,
precision 0.651 +- 0.002, recall 0.856 +- 0.0026, 49.7 % of the samples qualify, modes 8 +- 0.58.
"""

from configs import small_mnist


def get_config():
    return small_mnist.gan()
