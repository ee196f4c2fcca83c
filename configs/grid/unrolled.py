"""Unrolled GAN (K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/unrolled.py --workdir=runs/grid_unrolled

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures` that has no search yet, and so was not run.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
