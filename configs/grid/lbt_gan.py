"""LBT-GAN (M = 10, K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lbt_gan.py --workdir=runs/grid_lbt_gan

@@configs/grid/lbt_gan.py@@
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 8_000
    common.lbt_gan(config, inner_steps=15, variance=0.0005, learning_rates=(9e-4, 3e-4))
    common.finely(config, 10.0)
    return config
