"""Unrolled GAN on the 10 x 10 grid with four hidden layers where `grid/unrolled` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/unrolled.py --workdir=runs/grid_deep_unrolled

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/unrolled`: 2,573
steps, 3 trials, 240 s: modes 2 +- 0.58, high quality 0.0843 +- 0.00098, KL 3.84 +- 0.0051.
"""

from configs import deep
from configs.grid import unrolled


def get_config():
    return deep.deepen(unrolled.get_config())
