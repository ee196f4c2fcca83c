"""LSGAN on the 10 x 10 grid with four hidden layers where `grid/lsgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lsgan.py --workdir=runs/grid_deep_lsgan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/lsgan`: 37,293
steps, 3 trials, 268 s: modes 58 +- 2.5, high quality 0.721 +- 0.0065, KL 1.04 +- 0.0099.
"""

from configs import deep
from configs.grid import lsgan


def get_config():
    return deep.deepen(lsgan.get_config())
