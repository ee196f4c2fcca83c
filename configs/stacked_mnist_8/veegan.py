"""VEEGAN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/veegan.py --workdir=runs/stacked_mnist_8_veegan

TFDS_DATA_DIR says where MNIST is. Rates are to be searched by `launch.tune` first.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import thumbnails


def get_config():
    return thumbnails.pairs("stacked_mnist", {"name": "veegan", "reconstruction_weight": 1.0})
