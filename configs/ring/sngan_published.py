"""SNGAN with the momenta and the five steps of D of its paper, on the ring of 8 Gaussians.

  python -m launch.train --config=configs/ring/sngan_published.py --workdir=runs/ring_sngan_published

A row of `launch.reproduce --table=coverage_settings`.
"""

from configs import common
from configs.ring import sngan


def get_config():
    config = sngan.get_config()
    common.as_published_sngan(config)
    return config
