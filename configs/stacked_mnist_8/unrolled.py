"""Unrolled GAN (Metz et al. 2017), K = 5, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/unrolled.py --workdir=runs/stacked_mnist_8_unrolled

TFDS_DATA_DIR says where MNIST is.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.unroll(config)
    return config
