"""Unrolled GAN on the 10 x 10 grid with four hidden layers where `grid/unrolled` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/unrolled.py --workdir=runs/grid_deep_unrolled

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import unrolled


def get_config():
    return deep.deepen(unrolled.get_config())
