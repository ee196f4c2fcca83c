"""WGAN-GP (Gulrajani et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/wgan_gp.py --workdir=runs/cifar10_16_wgan_gp

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.wgan_gp("cifar10")
