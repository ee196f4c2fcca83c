"""LBT on the ring with all settings of its authors' code, to compare with `configs/ring/lbt.py` (LBT, App. A).

  python -m launch.train --config=configs/ring/lbt_authors.py --workdir=runs/ring_lbt_authors

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("ring", latent=256)
    config.steps = 1_000_000
    config.batch_size = 512
    config.eval_every = 50_000
    common.lbt(config, inner_steps=10, variance=0.001, learning_rates=(3e-4, 1e-4))
    return config
