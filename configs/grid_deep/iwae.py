"""IWAE with five samples on the 10 x 10 grid with four hidden layers where `grid/iwae` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/iwae.py --workdir=runs/grid_deep_iwae

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/iwae`: 13,780 steps,
3 trials, 367 s: modes 39 +- 2.1, high quality 0.394 +- 0.0086, KL 2.39 +- 0.062.
"""

from configs import deep
from configs.grid import iwae


def get_config():
    return deep.deepen(iwae.get_config())
