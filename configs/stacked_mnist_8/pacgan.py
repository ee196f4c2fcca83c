"""PacGAN (Lin et al. 2018), packs of two, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/pacgan.py --workdir=runs/stacked_mnist_8_pacgan

TFDS_DATA_DIR says where MNIST is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.packed(config, 2)
    return config
