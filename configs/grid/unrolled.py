"""Unrolled GAN (K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/unrolled.py --workdir=runs/grid_unrolled

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 1,200 steps,
3 trials as one program, 280 s: 1.67 +- 1.2 of 100 modes, high quality 0.0677 +- 0.0019,
intra-mode KL 11.5 +- 4 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
