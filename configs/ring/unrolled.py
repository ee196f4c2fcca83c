"""Unrolled GAN (K = 5) on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/unrolled.py --workdir=runs/ring_unrolled

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: Unrolled
GAN: 2,500 steps, 3 trials, 174 s: modes 7.33 +- 0.67, high quality 0.972 +- 0.00019, KL 0.101 +- 0.084, intra-
mode KL 1.61 +- 0.9.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00499, generator_tx 0.00409): 499 steps, 5 trials, 80 s: modes 8 +- 0, high quality 0.868 +-
0.0072, KL 0.216 +- 0.019. The same draw by `launch.reproduce --table=coverage_long`: 2,496 steps, 5 trials, 348 s:
modes 6.8 +- 1.2, high quality 0.791 +- 0.16, KL 0.733 +- 0.68.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.unrolled(config)
    common.rates(config, 4.09e-3, 4.99e-3)
    return config
