"""MMD-GAN on the 10 x 10 grid with four hidden layers where `grid/mmd_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/mmd_gan.py --workdir=runs/grid_deep_mmd_gan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/mmd_gan`: 2,604
steps, 3 trials, 269 s: modes 0 +- 0, high quality 0.0261 +- 0.021, KL 4.28 +- 0.17.
"""

from configs import deep
from configs.grid import mmd_gan


def get_config():
    return deep.deepen(mmd_gan.get_config())
