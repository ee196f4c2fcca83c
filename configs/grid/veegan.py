"""VEEGAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/veegan.py --workdir=runs/grid_veegan

A row of `launch.reproduce --table=lbt_mixtures`, to be measured again: results/README.md says why.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.veegan(config)
    common.finely(config)
    common.search_veegan(config)
    return config
