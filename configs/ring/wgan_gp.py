"""WGAN-GP (Gulrajani et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/wgan_gp.py --workdir=runs/ring_wgan_gp

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00318, generator_tx 0.00641, penalty weight 0.427): 1,344 steps, 5 trials, 62 s: modes 8 +- 0,
high quality 0.96 +- 0.0011, KL 0.0236 +- 0.0014.

The same draw by `launch.reproduce --table=coverage_long`: 6,720 steps, 5 trials, 346 s: modes 8 +- 0, high quality
0.982 +- 0.00084, KL 0.00208 +- 0.00028.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.wgan_gp(config, weight=1.0)
    common.search_penalty(config)
    return config
