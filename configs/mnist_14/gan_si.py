"""GAN-SI (SIG, Eq. 12) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/gan_si.py --workdir=runs/mnist_14_gan_si

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000225, generator_tx 0.00533, semi_implicit.weight 0.0147): 5,160 steps, 3 trials, 77 s: Fréchet
distance 2.1 +- 0.095, precision 0.743 +- 0.0012, recall 0.616 +- 0.0052, 68.5 % of the samples qualify, modes 10 +-
0.
"""

from configs import small_mnist


def get_config():
    return small_mnist.gan_si()
