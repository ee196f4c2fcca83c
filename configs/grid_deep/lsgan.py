"""LSGAN on the 10 x 10 grid with four hidden layers where `grid/lsgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lsgan.py --workdir=runs/grid_deep_lsgan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import lsgan


def get_config():
    return deep.deepen(lsgan.get_config())
