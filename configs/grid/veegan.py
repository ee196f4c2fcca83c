"""VEEGAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/veegan.py --workdir=runs/grid_veegan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 15,000 steps, 3 trials
as one program, 184 s: modes 0 +- 0, high quality 0.0708 +- 0.0011, intra-mode KL 2.53 +- 0.0036 (mean +-
standard error).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.veegan(config)
    common.finely(config)
    return config
