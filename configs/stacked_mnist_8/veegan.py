"""VEEGAN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/veegan.py --workdir=runs/stacked_mnist_8_veegan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 121 s: 211 +- 35 modes.
"""

from configs import thumbnails


def get_config():
    return thumbnails.pairs("stacked_mnist", {"name": "veegan", "reconstruction_weight": 1.0})
