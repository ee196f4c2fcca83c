"""Unrolled GAN (Metz et al. 2017), K = 5, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/unrolled.py --workdir=runs/stacked_mnist_8_unrolled

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00122, generator_tx 0.00742): 480 steps, 3 trials, 140 s: modes 17.7 +- 9.2, KL 4.75 +- 1.1,
0.0744 % of the stacks qualify.

By `--table=coverage_stacked_long`: 3,840 steps, 3 trials, 960 s: modes 88.3 +- 88. One run has 265 and still rises,
one had 32 after three tenths of the steps and none from six tenths on, one has none from two tenths on.

With `--config.method.surrogate=generator --config.method.loss=non_saturating`, G's own part of the game at D^K,
searched alike on a faster machine, other rates, by another judge: 790 steps, 2 +- 0.58 modes. The longer row, 6,320
steps in 1,972 s of a slower machine: none, where one run of three had had 44.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.unroll(config)
    return config
