"""R3GAN on the 10 x 10 grid with four hidden layers where `grid/r3gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/r3gan.py --workdir=runs/grid_deep_r3gan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import r3gan


def get_config():
    return deep.deepen(r3gan.get_config())
