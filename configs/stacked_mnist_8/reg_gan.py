"""Reg-GAN (Che et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/reg_gan.py --workdir=runs/stacked_mnist_8_reg_gan

TFDS_DATA_DIR says where MNIST is.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.reg_gan(config)
    return config
