"""IWAE (Burda et al. 2016), 5 samples, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/iwae.py --workdir=runs/cifar10_16_iwae

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("cifar10", "iwae", samples=5)
