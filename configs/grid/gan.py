"""GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/gan.py --workdir=runs/grid_gan

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures`; the rates here were found by hand.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 24,000 steps, 3 trials, 116 s:
modes 26 +- 13, high quality 0.523 +- 0.23.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.000118, generator_tx 0.000203): 60,050 steps, 3 trials, 299 s: modes 51.7 +- 5.3, high quality
0.622 +- 0.0058, KL 1.47 +- 0.047.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
