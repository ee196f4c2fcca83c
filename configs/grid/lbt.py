"""LBT with an autoregressive student on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lbt.py --workdir=runs/grid_lbt

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 4,500 steps, 3 trials, 114 s:
modes 3.33 +- 3.3, high quality 0.086 +- 0.016.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(estimator_tx 0.0133, generator_tx 0.000121, unroll_tx 0.00642): 11,450 steps, 3 trials, 290 s: modes 24.7 +- 6.8,
high quality 0.159 +- 0.011, KL 3.37 +- 0.069.
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
