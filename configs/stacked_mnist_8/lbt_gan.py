"""LBT-GAN with a VAE of 20 units on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lbt_gan.py --workdir=runs/stacked_mnist_8_lbt_gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 141 s: 134 +- 12 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt_gan("stacked_mnist")
