"""VAE on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/vae.py --workdir=runs/ring_vae

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 10_000
    common.vae(config, variance=0.005)
    return config
