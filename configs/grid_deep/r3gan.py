"""R3GAN on the 10 x 10 grid with four hidden layers where `grid/r3gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/r3gan.py --workdir=runs/grid_deep_r3gan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/r3gan`: 16,198
steps, 3 trials, 198 s: modes 67.7 +- 1.5, high quality 0.773 +- 0.015, KL 0.77 +- 0.064.
"""

from configs import deep
from configs.grid import r3gan


def get_config():
    return deep.deepen(r3gan.get_config())
