r"""LBT on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt.py --workdir=runs/ring_lbt

@@configs/ring/lbt.py@@
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 6_000
    config.ema = 0.995
    common.lbt(config, inner_steps=10, variance=0.01, learning_rates=(9e-4, 3e-4))
    config.generator_tx.learning_rate = 2e-3
    return config
