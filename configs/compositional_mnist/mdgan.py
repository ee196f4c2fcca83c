r"""MDGAN on three MNIST digits in an image, 1000 modes (Che et al. 2017, Sec. 4.1.2).

  python -m launch.train --config=configs/compositional_mnist/mdgan.py --workdir=runs/three_mnist_mdgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_compositional`, for each of the sets 1 to 4 (`--config.data.digit_set`).

Measured there at 8 x 24 pixels (one CPU core beside other work, 3 trials): missed numbers of 1000 on sets 1 to 4:
777 +- 18, 832 +- 26, 799 +- 15, 643 +- 23 (2,100 steps).
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.compositional("compositional_mnist"))
