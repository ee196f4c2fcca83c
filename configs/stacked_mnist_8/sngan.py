"""SNGAN (Miyato et al. 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/sngan.py --workdir=runs/stacked_mnist_8_sngan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00519, generator_tx 0.000117): 8,510 steps, 3 trials, 190 s: modes 33.3 +- 2.9, KL 3.46 +- 0.094,
0.142 % of the stacks qualify.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.sngan(config)
    return config
