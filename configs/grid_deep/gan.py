"""The GAN on the 10 x 10 grid with four hidden layers where `grid/gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/gan.py --workdir=runs/grid_deep_gan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/gan`: 37,231 steps,
3 trials, 340 s: modes 55 +- 2.6, high quality 0.774 +- 0.014, KL 1.01 +- 0.041.
"""

from configs import deep
from configs.grid import gan


def get_config():
    return deep.deepen(gan.get_config())
