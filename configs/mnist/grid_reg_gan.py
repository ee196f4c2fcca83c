"""Reg-GAN of MLPs on MNIST: one setting of the grid search of Che et al. 2017, Table 1, with lambda .2 and .4.

  python -m launch.train --config=configs/mnist/grid_reg_gan.py --workdir=runs/mnist_grid_reg_gan

As `configs/mnist/grid_gan.py`, with the mode regulariser: an encoder as large as D. Measured by
`launch.reproduce --table=mdgan_grid`, 60 draws of 2,000 steps at a quarter of the widths: a MODE score of 1.01 in the
median and 5.0 at best.
"""

from configs import mdgan_grid


def get_config():
    config = mdgan_grid.reg_gan()
    config.steps = 10_000
    return config
