"""LBT on the ring with all settings of its authors' code, to compare with `configs/ring/lbt.py` (LBT, App. A).

  python -m launch.train --config=configs/ring/lbt_authors.py --workdir=runs/ring_lbt_authors

Measured by `launch.reproduce --table=lbt_students` (one CPU core beside other work; mean +- standard error): 700
steps, 3 trials as one program, 254 s: modes 2 +- .58, high quality 0.175 +- 0.011, intra-mode KL 2.2 +- 0.11. An EMA
of .995 as in all rows, which the authors have not.
"""

from configs import common


def get_config():
    config = common.mixture("ring", latent=256)
    config.steps = 1_000_000
    config.batch_size = 512
    config.eval_every = 50_000
    common.lbt(config, inner_steps=10, variance=0.001, learning_rates=(3e-4, 1e-4))
    return config
