"""VEEGAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/veegan.py --workdir=runs/grid_veegan

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures`; the rates here were found by hand.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.0137, encoder_tx 0.00219, generator_tx 0.000553, reconstruction_weight 0.185): 41,600 steps, 3
trials, 303 s: modes 73.3 +- 3.2, high quality 0.64 +- 0.041, KL 1.17 +- 0.16.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.veegan(config)
    common.finely(config)
    common.search_veegan(config)
    return config
