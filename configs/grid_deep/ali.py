"""ALI on the 10 x 10 grid with four hidden layers where `grid/ali` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/ali.py --workdir=runs/grid_deep_ali

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import ali


def get_config():
    return deep.deepen(ali.get_config())
