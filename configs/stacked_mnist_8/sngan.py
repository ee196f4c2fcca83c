"""SNGAN (Miyato et al. 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/sngan.py --workdir=runs/stacked_mnist_8_sngan

TFDS_DATA_DIR says where MNIST is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.sngan(config)
    return config
