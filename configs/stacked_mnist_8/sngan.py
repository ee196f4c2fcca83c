"""SNGAN (Miyato et al. 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/sngan.py --workdir=runs/stacked_mnist_8_sngan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00423, generator_tx 0.00669): 1,960 steps, 3 trials, 155 s: modes 144 +- 2.9, KL 2.03 +- 0.033,
0.701 % of the stacks qualify. Judged by another network than the other rows of the table.

By `--table=coverage_stacked_long`: 15,680 steps, 3 trials, 932 s: modes 702 +- 14, KL 0.565 +- 0.021, 6.52 % of the
stacks qualify; the curve still rises.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.sngan(config)
    return config
