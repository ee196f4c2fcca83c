"""LBT on the ring with all settings of its authors' code, to compare with `configs/ring/lbt.py` (LBT, App. A).

  python -m launch.train --config=configs/ring/lbt_authors.py --workdir=runs/ring_lbt_authors

Measured by `launch.reproduce --table=lbt_students` (two CPU cores, beside other jobs): 700 steps, 3 trials as
one program, 174 s: modes 4 +- 1, high quality 0.211 +- 0.01, intra-mode KL 1.88 +- 0.075 (mean +- standard
error).
"""

from configs import common


def get_config():
    config = common.mixture("ring", latent=256)
    config.steps = 1_000_000
    config.batch_size = 512
    config.eval_every = 50_000
    common.lbt(config, inner_steps=10, variance=0.001, learning_rates=(3e-4, 1e-4))
    return config
