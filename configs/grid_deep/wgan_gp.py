"""WGAN-GP on the 10 x 10 grid with four hidden layers where `grid/wgan_gp` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/wgan_gp.py --workdir=runs/grid_deep_wgan_gp

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import wgan_gp


def get_config():
    return deep.deepen(wgan_gp.get_config())
