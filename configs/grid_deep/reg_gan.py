"""Reg-GAN on the 10 x 10 grid with four hidden layers where `grid/reg_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/reg_gan.py --workdir=runs/grid_deep_reg_gan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import reg_gan


def get_config():
    return deep.deepen(reg_gan.get_config())
