"""ALI (Dumoulin et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/ali.py --workdir=runs/stacked_mnist_8_ali

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.ali("stacked_mnist")
