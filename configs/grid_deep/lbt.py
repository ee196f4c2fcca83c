"""LBT on the 10 x 10 grid with four hidden layers where `grid/lbt` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lbt.py --workdir=runs/grid_deep_lbt

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/lbt`: 8,702 steps, 3
trials, 372 s: modes 30.3 +- 2.4, high quality 0.168 +- 0.005, KL 3.31 +- 0.03.
"""

from configs import deep
from configs.grid import lbt


def get_config():
    return deep.deepen(lbt.get_config())
