"""Unrolled GAN (Metz et al. 2017), K = 5, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/unrolled.py --workdir=runs/cifar10_16_unrolled

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.unroll(config)
    return config
