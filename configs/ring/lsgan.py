"""Least-squares GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lsgan.py --workdir=runs/ring_lsgan

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: LSGAN:
30,000 steps, 3 trials, 164 s: modes 8 +- 0, high quality 0.84 +- 0.11, KL 0.41 +- 0.35, intra-mode KL 1.64 +-
1.5.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00318, generator_tx 0.00641): 7,680 steps, 5 trials, 61 s: modes 4.8 +- 2, high quality 0.612 +-
0.22, KL 1.61 +- 0.98.

The same draw by `launch.reproduce --table=coverage_long`: 38,400 steps, 5 trials, 431 s: modes 5.4 +- 1.1, high
quality 0.561 +- 0.17, KL 1.7 +- 0.68.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.gan(config, "least_squares")
    common.rates(config, 8.92e-4, 3.34e-3)
    return config
