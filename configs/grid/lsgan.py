"""Least-squares GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lsgan.py --workdir=runs/grid_lsgan

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures`; the rates here were found by hand.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 24,000 steps, 3 trials, 114 s:
modes 50.7 +- 4.7, high quality 0.707 +- 0.0054.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.000118, generator_tx 0.000203): 60,150 steps, 3 trials, 307 s: modes 60.7 +- 0.67, high quality
0.549 +- 0.012, KL 1.57 +- 0.039.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config, "least_squares")
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
