"""Flow matching (Lipman et al. 2023) on the 10 x 10 grid, a velocity with the generator's hidden layers.

  python -m launch.train --config=configs/grid/flow_matching.py --workdir=runs/grid_flow_matching

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.flow_matching(config)
    common.finely(config)
    return config
