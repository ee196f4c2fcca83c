"""LBT on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt.py --workdir=runs/ring_lbt

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: LBT:
1,000 steps, 3 trials, 141 s: modes 8 +- 0, high quality 0.419 +- 0.0042, KL 1.95 +- 0.02, intra-mode KL 1.2 +-
0.0081.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(estimator_tx 0.00378, generator_tx 0.000466, unroll_tx 0.000126): 230 steps, 5 trials, 73 s: modes 7.8 +- 0.2, high
quality 0.277 +- 0.0019, KL 2.67 +- 0.011. The same draw by `launch.reproduce --table=coverage_long`: 1,152 steps, 5
trials, 467 s: modes 7.4 +- 0.4, high quality 0.287 +- 0.0064, KL 2.62 +- 0.036.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 6_000
    common.lbt(config, inner_steps=10, variance=0.01, learning_rates=(9e-4, 3e-4))
    config.generator_tx.learning_rate = 2e-3
    common.search(config, "generator_tx", "estimator_tx", "unroll_tx")
    return config
