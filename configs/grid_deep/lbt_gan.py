"""LBT-GAN on the 10 x 10 grid with four hidden layers where `grid/lbt_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lbt_gan.py --workdir=runs/grid_deep_lbt_gan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import lbt_gan


def get_config():
    return deep.deepen(lbt_gan.get_config())
