"""VEEGAN on the 10 x 10 grid with four hidden layers where `grid/veegan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/veegan.py --workdir=runs/grid_deep_veegan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/veegan`: 25,792
steps, 3 trials, 419 s: modes 57 +- 7, high quality 0.568 +- 0.15, KL 1.69 +- 0.55.
"""

from configs import deep
from configs.grid import veegan


def get_config():
    return deep.deepen(veegan.get_config())
