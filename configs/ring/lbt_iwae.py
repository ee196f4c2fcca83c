"""LBT on the ring with an IWAE of 5 samples as its student: the stronger one that the conclusion asks for.

  python -m launch.train --config=configs/ring/lbt_iwae.py --workdir=runs/ring_lbt_iwae

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.lbt(config, inner_steps=10, variance=0.01, learning_rates=(9e-4, 3e-4))
    config.generator_tx.learning_rate = 2e-3
    config.method.estimator.update(name="iwae", samples=5)
    return config
