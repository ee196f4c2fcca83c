"""The GAN on the 10 x 10 grid with four hidden layers where `grid/gan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/gan.py --workdir=runs/grid_deep_gan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import gan


def get_config():
    return deep.deepen(gan.get_config())
