"""MDGAN on the 10 x 10 grid with four hidden layers where `grid/mdgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/mdgan.py --workdir=runs/grid_deep_mdgan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import mdgan


def get_config():
    return deep.deepen(mdgan.get_config())
