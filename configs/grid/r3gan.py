"""R3GAN's loss (Huang et al. 2024) on the 10 x 10 grid, with the GAN's networks.

  python -m launch.train --config=configs/grid/r3gan.py --workdir=runs/grid_r3gan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.00507, generator_tx 0.000919, penalty weight 6.47e-05): 26,125 steps, 3 trials, 262 s: modes 64
+- 5.8, high quality 0.655 +- 0.0067, KL 1.16 +- 0.04.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.r3gan(config, weight=1e-3)
    return config
