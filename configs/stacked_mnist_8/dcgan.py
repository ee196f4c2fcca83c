"""DCGAN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/dcgan.py --workdir=runs/stacked_mnist_8_dcgan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 114 s: 421 +- 1.5 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.gan("stacked_mnist")
