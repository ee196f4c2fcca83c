r"""Reg-DCGAN on three MNIST digits in an image, 1000 modes (Che et al. 2017, Table 2).

  python -m launch.train --config=configs/compositional_mnist/reg_dcgan.py --workdir=runs/three_mnist_reg_dcgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_compositional`, for each of the sets 1 to 4 (`--config.data.digit_set`).

Measured there at 8 x 24 pixels (one CPU core, 71 to 99 s, 3 trials): missed
numbers of 1000 on sets 1 to 4: 484 +- 21, 374 +- 21, 466 +- 5, 435 +- 24.
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.compositional("compositional_mnist"))
