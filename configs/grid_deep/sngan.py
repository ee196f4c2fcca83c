"""SNGAN on the 10 x 10 grid with four hidden layers where `grid/sngan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/sngan.py --workdir=runs/grid_deep_sngan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/sngan`: 9,052 steps, 3
trials, 273 s: modes 0 +- 0, high quality 0.0627 +- 0.0032, KL 3.99 +- 0.024.
"""

from configs import deep
from configs.grid import sngan


def get_config():
    return deep.deepen(sngan.get_config())
