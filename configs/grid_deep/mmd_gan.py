"""MMD-GAN on the 10 x 10 grid with four hidden layers where `grid/mmd_gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/mmd_gan.py --workdir=runs/grid_deep_mmd_gan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import mmd_gan


def get_config():
    return deep.deepen(mmd_gan.get_config())
