"""LBT with an autoregressive student on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lbt.py --workdir=runs/grid_lbt

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures` that has no search yet, and so was not run.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 4,500 steps, 3 trials, 114 s:
modes 3.33 +- 3.3, high quality 0.086 +- 0.016.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 15_000
    common.lbt(config, inner_steps=4, variance=0.001, learning_rates=(1e-2, 1e-2))
    config.method.unroll_steps = 2
    common.finely(config)
    common.histogram(config)
    config.generator_tx.learning_rate = 1.5e-3
    common.search(config, "generator_tx", "estimator_tx", "unroll_tx")
    return config
