"""R3GAN (Huang et al. 2024) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/r3gan.py --workdir=runs/stacked_mnist_8_r3gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates and the weight of its search (one CPU core; three
seeds, mean +- standard error), 88 s: 61 +- 61 modes: 184 in one run, none in two.
"""

from configs import thumbnails


def get_config():
    return thumbnails.r3gan("stacked_mnist")
