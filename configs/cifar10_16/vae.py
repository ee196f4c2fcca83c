"""A VAE (Kingma & Welling 2014) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/vae.py --workdir=runs/cifar10_16_vae

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("cifar10")
