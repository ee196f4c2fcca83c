"""LBT on the 10 x 10 grid with four hidden layers where `grid/lbt` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lbt.py --workdir=runs/grid_deep_lbt

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import lbt


def get_config():
    return deep.deepen(lbt.get_config())
