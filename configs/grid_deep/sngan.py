"""SNGAN on the 10 x 10 grid with four hidden layers where `grid/sngan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/sngan.py --workdir=runs/grid_deep_sngan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import sngan


def get_config():
    return deep.deepen(sngan.get_config())
