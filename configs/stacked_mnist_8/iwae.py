"""IWAE (Burda et al. 2016), 5 samples, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/iwae.py --workdir=runs/stacked_mnist_8_iwae

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("stacked_mnist", "iwae", samples=5)
