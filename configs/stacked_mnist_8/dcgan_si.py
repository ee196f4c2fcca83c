"""DCGAN-SI on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/dcgan_si.py --workdir=runs/stacked_mnist_8_dcgan_si

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=stacked_mnist_8`, at the rates of its search (one CPU core; three seeds, mean +-
standard error), 118 s: 445 +- 9.5 modes.
"""

from configs import sig, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    sig.regularised(config, sigma=0.5)
    return config
