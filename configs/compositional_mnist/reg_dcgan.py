r"""Reg-DCGAN on three MNIST digits in an image, 1000 modes (Che et al. 2017, Table 2).

  python -m launch.train --config=configs/compositional_mnist/reg_dcgan.py --workdir=runs/three_mnist_reg_dcgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_compositional`, for each of the sets 1 to 4 (`--config.data.digit_set`).

Measured there at 8 x 24 pixels (one CPU core beside other work, 3 trials): missed numbers of 1000 on sets 1 to 4:
558 +- 12, 367 +- 7, 434 +- 18, 422 +- 7 (3,000 steps).
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.compositional("compositional_mnist"))
