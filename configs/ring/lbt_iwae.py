"""LBT on the ring with an IWAE of 5 samples as its student: the stronger one that the conclusion asks for.

  python -m launch.train --config=configs/ring/lbt_iwae.py --workdir=runs/ring_lbt_iwae

Measured by `launch.reproduce --table=lbt_students` (one CPU core beside other work; mean +- standard error): 600
steps, 3 trials as one program, 411 s: modes 8 +- 0, high quality 0.272 +- 0.014, intra-mode KL 1.43 +- 0.043.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.lbt(config, inner_steps=10, variance=0.01, learning_rates=(9e-4, 3e-4))
    config.generator_tx.learning_rate = 2e-3
    config.method.estimator.update(name="iwae", samples=5)
    return config
