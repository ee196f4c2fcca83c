"""Least-squares GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lsgan.py --workdir=runs/grid_lsgan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 30,000 steps,
3 trials as one program, 692 s: 60 +- 2 of 100 modes, high quality 0.718 +- 0.0077,
intra-mode KL 1.58 +- 0.083 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config, "least_squares")
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
