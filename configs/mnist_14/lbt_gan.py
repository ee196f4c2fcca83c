"""LBT-GAN (Du et al.) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/lbt_gan.py --workdir=runs/mnist_14_lbt_gan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000225, estimator_tx 0.00533, generator_tx 0.00121, adversarial_weight 0.0793, unroll_tx 0.0007):
1,020 steps, 3 trials, 96 s: Fréchet distance 13.7 +- 0.24, precision 0.529 +- 0.011, recall 0.61 +- 0.021, 9.9 % of
the samples qualify, modes 1 +- 0.
"""

from configs import small_mnist


def get_config():
    return small_mnist.lbt_gan()
