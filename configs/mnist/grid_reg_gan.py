"""Reg-GAN of MLPs on MNIST: one setting of the grid search of Che et al. 2017, Table 1, with lambda .2 and .4.

  python -m launch.train --config=configs/mnist/grid_reg_gan.py --workdir=runs/mnist_grid_reg_gan

As `configs/mnist/grid_gan.py`, with the mode regulariser: an encoder as large as D. Not measured yet.
"""

from configs import mdgan_grid


def get_config():
    config = mdgan_grid.reg_gan()
    config.steps = 10_000
    return config
