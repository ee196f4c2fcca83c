"""Unrolled GAN (K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/unrolled.py --workdir=runs/grid_unrolled

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores): 1,500 steps, 3 trials as one
program, 211 s: 3.33 +- 2.4 of 100 modes, high quality 0.066 +- 0.0059, intra-mode KL
204 +- 2e+02 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config)
    return config
