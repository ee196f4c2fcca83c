"""LBT on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt.py --workdir=runs/ring_lbt

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 6,000 steps,
3 trials as one program, 614 s: 8 +- 0 of 8 modes, high quality 0.819 +- 0.0034,
intra-mode KL 0.318 +- 0.012 (mean +- standard error).
Found by sweeps: after 2,000 steps a decoder variance of .001 gives .33 high quality, .005 .47, .01 (the
modes' own) .62; a generator rate of 3e-4 is slower than 1e-3 and 3e-3, which are alike.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 6_000
    common.lbt(config, inner_steps=10, variance=0.01, learning_rates=(9e-4, 3e-4))
    config.generator_tx.learning_rate = 2e-3
    return config
