"""MMD-GAN (Li et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/mmd_gan.py --workdir=runs/cifar10_16_mmd_gan

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    race.mmd_gan(config)
    return config
