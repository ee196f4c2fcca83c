"""PacGAN (two samples a pack) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/pacgan.py --workdir=runs/stacked_mnist_8_pacgan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 120 s: 181 +- 5.2 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.pacgan("stacked_mnist")
