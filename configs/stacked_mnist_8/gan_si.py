"""GAN-SI (Yin & Zhou 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/gan_si.py --workdir=runs/stacked_mnist_8_gan_si

TFDS_DATA_DIR says where MNIST is.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.gan_si(config)
    return config
