"""WGAN-GP (Gulrajani et al. 2017) on the 10 x 10 grid, with the GAN's networks.

  python -m launch.train --config=configs/grid/wgan_gp.py --workdir=runs/grid_wgan_gp

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.0016, generator_tx 0.016, penalty weight 6.34): 8,725 steps, 3 trials, 364 s: modes 6.33 +- 4.1,
high quality 0.0599 +- 0.006, KL 4.05 +- 0.029.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.wgan_gp(config, weight=1.0)
    common.search_penalty(config)
    return config
