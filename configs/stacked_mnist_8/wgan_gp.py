"""WGAN-GP (Gulrajani et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/wgan_gp.py --workdir=runs/stacked_mnist_8_wgan_gp

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.wgan_gp("stacked_mnist")
