"""LSGAN (Mao et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/lsgan.py --workdir=runs/cifar10_16_lsgan

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    config.method.loss = "least_squares"
    return config
