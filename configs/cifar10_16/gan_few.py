"""The GAN of `cifar10_16/gan` with the first 2,000 images of CIFAR-10 alone: D learns them by heart.

  python -m launch.train --config=configs/cifar10_16/gan_few.py --workdir=runs/cifar10_16_gan_few

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.rates(config, 0.00288, 0.00163)  # the best draw of its search on all images
    config.data.split = "train[:4%]"
    return config
