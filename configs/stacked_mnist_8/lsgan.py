"""LSGAN (Mao et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lsgan.py --workdir=runs/stacked_mnist_8_lsgan

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    config.method.loss = "least_squares"
    return config
