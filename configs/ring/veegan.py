"""VEEGAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/veegan.py --workdir=runs/ring_veegan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.veegan(config)
    return config
