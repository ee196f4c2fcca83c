"""Unrolled GAN (K = 5) on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/unrolled.py --workdir=runs/grid_unrolled

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.0105, generator_tx 0.000102): 2,425 steps, 3 trials, 293 s: modes 0 +- 0, high quality 0.0566 +-
0.003, KL 4.04 +- 0.02. With `surrogate="generator"` and the non-saturating loss, at the best draw of another search
and 4,150 steps: 6 +- 2 modes, high quality 0.106 +- 0.0078, as samples that are even over the square have.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.unrolled(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
