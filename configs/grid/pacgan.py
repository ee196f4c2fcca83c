"""PacGAN (two samples a pack) on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/pacgan.py --workdir=runs/grid_pacgan

The rates are the GAN's and were not searched for it. A row of `launch.reproduce --table=frontier`. Not measured yet.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
