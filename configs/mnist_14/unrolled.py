"""Unrolled GAN (Metz et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/unrolled.py --workdir=runs/mnist_14_unrolled

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 368 steps, 3 trials, 73 s: Fréchet distance 73.6 +- 12, precision
0.0805 +- 0.045, recall 0.00283 +- 0.0028, 1.97 % of the samples qualify, modes 0.333 +- 0.33. Of the search's draws
the second had 163 and the others 182 to 191, where an untrained generator has 195. With
`--config.method.surrogate=generator --config.method.loss=non_saturating`, G's own part of the game at D^K, searched
alike on a faster machine, other rates, by another judge: 548 steps, 127 +- 4.3, no mode.
"""

from configs import common, small_mnist


def get_config():
    return small_mnist.gan(common.unrolled)
