"""LBT-GAN on the 10 x 10 grid with four hidden layers where `grid/lbt_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/lbt_gan.py --workdir=runs/grid_deep_lbt_gan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/lbt_gan`: 6,878
steps, 3 trials, 340 s: modes 18.3 +- 1.5, high quality 0.164 +- 0.0032, KL 3.34 +- 0.023.
"""

from configs import deep
from configs.grid import lbt_gan


def get_config():
    return deep.deepen(lbt_gan.get_config())
