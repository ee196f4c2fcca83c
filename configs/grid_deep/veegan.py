"""VEEGAN on the 10 x 10 grid with four hidden layers where `grid/veegan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/veegan.py --workdir=runs/grid_deep_veegan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import veegan


def get_config():
    return deep.deepen(veegan.get_config())
