"""GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/gan.py --workdir=runs/ring_gan

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: GAN:
30,000 steps, 3 trials, 236 s: modes 8 +- 0, high quality 0.978 +- 0.00039, KL 0.00987 +- 0.0036, intra-mode KL
0.262 +- 0.041; ring: GAN at LBT-GAN's rates: 30,000 steps, 3 trials, 335 s: modes 8 +- 0, high quality 0.981 +-
0.00023, KL 0.00742 +- 0.002, intra-mode KL 0.391 +- 0.1.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.000553, generator_tx 0.00111): 7,661 steps, 5 trials, 62 s: modes 8 +- 0, high quality 0.951 +-
0.012, KL 0.042 +- 0.021.

The same draw by `launch.reproduce --table=coverage_long`: 38,304 steps, 5 trials, 323 s: modes 8 +- 0, high quality
0.964 +- 0.0025, KL 0.0252 +- 0.0035.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.gan(config)
    common.rates(config, 8.92e-4, 3.34e-3)
    return config
