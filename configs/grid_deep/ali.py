"""ALI on the 10 x 10 grid with four hidden layers where `grid/ali` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/ali.py --workdir=runs/grid_deep_ali

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/ali`: 21,994 steps,
3 trials, 238 s: modes 47.3 +- 2.4, high quality 0.446 +- 0.022, KL 2.11 +- 0.086.
"""

from configs import deep
from configs.grid import ali


def get_config():
    return deep.deepen(ali.get_config())
