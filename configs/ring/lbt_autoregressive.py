"""LBT on the ring with an exact autoregressive density as its student: the stronger one that the conclusion asks for.

  python -m launch.train --config=configs/ring/lbt_autoregressive.py --workdir=runs/ring_lbt_autoregressive

Measured by `launch.reproduce --table=lbt_students` (one CPU core beside other work; mean +- standard error): 6,000
steps, 3 trials as one program, 129 s: modes 8 +- 0, high quality 0.934 +- 0.0023, intra-mode KL 0.0357 +- 0.0038.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 6_000
    common.lbt(config, inner_steps=4, variance=0.01, learning_rates=(1e-2, 1e-2))
    config.method.unroll_steps = 2
    common.histogram(config, components=40, spread=1.6, input_scale=2.0)
    return config
