"""SNGAN (Miyato et al. 2018) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/sngan.py --workdir=runs/cifar10_16_sngan

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.sngan(config)
    return config
