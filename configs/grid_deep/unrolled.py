"""Unrolled GAN on the 10 x 10 grid with four hidden layers where `grid/unrolled` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/unrolled.py --workdir=runs/grid_deep_unrolled

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/unrolled`: 1,504
steps, 3 trials, 210 s: modes 0 +- 0, high quality 0.0608 +- 0.0029, KL 4.01 +- 0.02.
"""

from configs import deep
from configs.grid import unrolled


def get_config():
    return deep.deepen(unrolled.get_config())
