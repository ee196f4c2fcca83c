"""VEEGAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/veegan.py --workdir=runs/ring_veegan

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: VEEGAN:
20,000 steps, 3 trials, 158 s: modes 3.33 +- 0.67, high quality 0.243 +- 0.065, KL 3.07 +- 0.31, intra-mode KL
18.6 +- 6.3.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00222, generator_tx 0.0207): 4,819 steps, 5 trials, 87 s: modes 6.2 +- 1.6, high quality 0.356
+- 0.085, KL 2.35 +- 0.48.

The same draw by `launch.reproduce --table=coverage_long`: 24,096 steps, 5 trials, 477 s: modes 4.4 +- 1.6, high
quality 0.522 +- 0.2, KL 2 +- 0.87.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.veegan(config)
    common.rates(config, 2.07e-2, 2.22e-3)
    return config
