"""SNGAN with the momenta and the five steps of D of its paper, on the 5 x 5 grid of Gaussians.

  python -m launch.train --config=configs/grid25/sngan_published.py --workdir=runs/grid25_sngan_published

A row of `launch.reproduce --table=coverage_settings`.
"""

from configs import common
from configs.grid25 import sngan


def get_config():
    config = sngan.get_config()
    common.as_published_sngan(config)
    return config
