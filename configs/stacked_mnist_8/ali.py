"""ALI on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/ali.py --workdir=runs/stacked_mnist_8_ali

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 121 s: 240 +- 16 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.pairs("stacked_mnist", {"name": "ali", "loss": "non_saturating"})
