"""VEEGAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/veegan.py --workdir=runs/grid_veegan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.veegan(config)
    common.finely(config)
    return config
