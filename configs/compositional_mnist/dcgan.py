r"""DCGAN on three MNIST digits in an image, 1000 modes (Che et al. 2017, Table 2).

  python -m launch.train --config=configs/compositional_mnist/dcgan.py --workdir=runs/three_mnist_dcgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_compositional`, for each of the sets 1 to 4 (`--config.data.digit_set`).

Measured there at 8 x 24 pixels (one CPU core beside other work, 3 trials): missed numbers of 1000 on sets 1 to 4:
529 +- 10, 356 +- 18, 439 +- 25, 399 +- 12 (4,800 steps).
"""

from configs import mdgan


def get_config():
    return mdgan.compositional("compositional_mnist")
