"""IWAE with five samples on the 10 x 10 grid with four hidden layers where `grid/iwae` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/iwae.py --workdir=runs/grid_deep_iwae

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import iwae


def get_config():
    return deep.deepen(iwae.get_config())
