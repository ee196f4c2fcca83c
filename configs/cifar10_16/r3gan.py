"""R3GAN (Huang et al. 2024) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/r3gan.py --workdir=runs/cifar10_16_r3gan

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.r3gan("cifar10")
