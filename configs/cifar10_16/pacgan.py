"""PacGAN (Lin et al. 2018), packs of two, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/pacgan.py --workdir=runs/cifar10_16_pacgan

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.packed(config, 2)
    return config
