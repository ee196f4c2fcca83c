"""Unrolled GAN (K = 5) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/unrolled.py --workdir=runs/stacked_mnist_8_unrolled

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 125 s: 3 +- 2.1 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.unrolled("stacked_mnist")
