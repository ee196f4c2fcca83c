"""LBT (M = 10, K = 5) on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt.py --workdir=runs/ring_lbt

@@configs/ring/lbt.py@@
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 12_000
    common.lbt(config, inner_steps=15, variance=0.005, learning_rates=(9e-4, 3e-4))
    return config
