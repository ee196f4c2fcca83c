"""PacGAN (two samples a pack) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/pacgan.py --workdir=runs/grid25_pacgan

The rates are the GAN's and were not searched for it. A row of `launch.reproduce --table=frontier`. Not measured yet.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
