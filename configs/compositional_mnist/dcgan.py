r"""DCGAN on three MNIST digits in an image, 1000 modes (Che et al. 2017, Table 2).

  python -m launch.train --config=configs/compositional_mnist/dcgan.py --workdir=runs/three_mnist_dcgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_compositional`, for each of the sets 1 to 4 (`--config.data.digit_set`).

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.compositional("compositional_mnist")
