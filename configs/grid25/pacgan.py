"""PacGAN (two samples a pack) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/pacgan.py --workdir=runs/grid25_pacgan

The rates are the GAN's and were not searched for it.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): PacGAN: 17,500 steps, 3 trials: modes 5.67
+- 1.8, high quality 0.295 +- 0.067, KL 2.8 +- 0.38.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.packed(config, 2)
    return config
