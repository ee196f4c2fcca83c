"""Unrolled GAN (Metz et al. 2017), K = 5, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/unrolled.py --workdir=runs/stacked_mnist_8_unrolled

TFDS_DATA_DIR says where MNIST is. G descends the non-saturating loss at D^K, its own part of the game alone; by the
paper's surrogate (`--config.method.surrogate=saddle --config.method.loss=minimax`) it was not measured here.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00423, generator_tx 0.00669): 790 steps, 3 trials, 162 s: modes 2 +- 0.58, KL 6.31 +- 0.32,
0.00769 % of the stacks qualify.

By `--table=coverage_stacked_long`: 6,320 steps, 3 trials, 1,972 s: no mode. One run of three had 44 after seven
tenths of the steps.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.unroll(config, "generator")
    return config
