"""SNGAN with the momenta and the five steps of D of its paper, on the ring of 8 Gaussians.

  python -m launch.train --config=configs/ring/sngan_published.py --workdir=runs/ring_sngan_published

A row of `launch.reproduce --table=coverage_settings`.

Measured by `launch.reproduce --table=coverage_settings` on one CPU core, at the best of 16 draws of its own
(discriminator_tx 0.0105, generator_tx 0.000102): 1,354 steps, 5 trials, 65 s: modes 8 +- 0, high quality 0.276 +-
0.0018, KL 2.67 +- 0.01: no better than one Gaussian. Nine of 16 draws of the search had eight modes so.
"""

from configs import common
from configs.ring import sngan


def get_config():
    config = sngan.get_config()
    common.as_published_sngan(config)
    return config
