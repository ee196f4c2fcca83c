"""GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/gan.py --workdir=runs/grid_gan

A row of `launch.reproduce --table=lbt_mixtures`, to be measured again: results/README.md says why.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 24,000 steps, 3 trials, 116 s:
modes 26 +- 13, high quality 0.523 +- 0.23.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
