"""VAE on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/vae.py --workdir=runs/grid_vae

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 10_000
    common.vae(config, variance=0.0005)
    common.finely(config)
    return config
