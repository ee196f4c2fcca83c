"""Unrolled GAN (K = 5) on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/unrolled.py --workdir=runs/ring_unrolled

The rates are the best of 16 draws (results/tuning/ring_unrolled.json).

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: Unrolled
GAN: 2,500 steps, 3 trials, 280 s: modes 5.33 +- 2.7, high quality 0.658 +- 0.32, KL 1.43 +- 1.4, intra-mode KL
3.19 +- 2.7: two runs have all modes at .97, the third none at its end.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00499, generator_tx 0.00409): 365 steps, 5 trials, 82 s: modes 8 +- 0, high quality 0.875 +-
0.0065, KL 0.197 +- 0.017. The same draw by `launch.reproduce --table=coverage_long`: 1,824 steps, 5 trials, 381 s:
modes 8 +- 0, high quality 0.96 +- 0.0025, KL 0.0246 +- 0.0028; on the way modes are lost and come back.

With `surrogate="generator"` and the non-saturating loss, G's own part of the game at D^K, the rows were 7.33 +- 0.67
modes, 8 +- 0 at 0.868 +- 0.0072 (499 steps) and 6.8 +- 1.2 at 0.791 +- 0.16 (2,496 steps).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.unrolled(config)
    common.rates(config, 4.09e-3, 4.99e-3)
    return config
