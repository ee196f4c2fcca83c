"""Unrolled GAN (K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/unrolled.py --workdir=runs/grid_unrolled

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.000126, generator_tx 0.00011): 4,150 steps, 3 trials, 469 s: modes 6 +- 2, high quality 0.106 +-
0.0078, KL 3.7 +- 0.05.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
