"""PacGAN on the 10 x 10 grid with four hidden layers where `grid/pacgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/pacgan.py --workdir=runs/grid_deep_pacgan

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import pacgan


def get_config():
    return deep.deepen(pacgan.get_config())
