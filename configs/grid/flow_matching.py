"""Flow matching (Lipman et al. 2023) on the 10 x 10 grid, a velocity with the generator's hidden layers.

  python -m launch.train --config=configs/grid/flow_matching.py --workdir=runs/grid_flow_matching

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(velocity_tx 0.00642): 177,425 steps, 3 trials, 295 s: modes 100 +- 0, high quality 0.731 +- 0.019, KL 0.654 +-
0.069; with 4 of Euler's steps in the place of 100 modes 7.33 +- 2.3, high quality 0.070 +- 0.0072; with 1, modes 4 +-
0.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.flow_matching(config)
    common.finely(config)
    return config
