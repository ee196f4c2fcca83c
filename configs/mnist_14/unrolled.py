"""Unrolled GAN (Metz et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/unrolled.py --workdir=runs/mnist_14_unrolled

G descends the non-saturating loss at D^K, its own part of the game alone; by the paper's surrogate
(`--config.method.surrogate=saddle --config.method.loss=minimax`) it was not measured here.

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000121, generator_tx 0.000108): 548 steps, 3 trials, 81 s: Fréchet distance 127 +- 4.3, precision
0.0497 +- 0.014, recall 0.0158 +- 0.016, 0.0167 % of the samples qualify, modes 0 +- 0.
"""

import functools

from configs import common, small_mnist


def get_config():
    return small_mnist.gan(functools.partial(common.unrolled, surrogate="generator"))
