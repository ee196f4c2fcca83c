"""LBT-GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt_gan.py --workdir=runs/ring_lbt_gan

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: LBT-GAN:
3,000 steps, 3 trials, 421 s: modes 8 +- 0, high quality 0.932 +- 0.0011, KL 0.0712 +- 0.0024, intra-mode KL
0.0445 +- 0.0015.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00462, estimator_tx 0.000312, generator_tx 0.0216, adversarial_weight 0.125, unroll_tx
0.000183): 221 steps, 5 trials, 76 s: modes 8 +- 0, high quality 0.644 +- 0.0088, KL 0.993 +- 0.028. The same draw
by `launch.reproduce --table=coverage_long`: 1,104 steps, 5 trials, 526 s: modes 2.8 +- 1.2, high quality 0.267 +-
0.13, KL 3.08 +- 0.67.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.lbt_gan(config, inner_steps=10, variance=0.005, learning_rates=(9e-4, 3e-4), adversarial_weight=0.5)
    config.discriminator_tx.learning_rate = 1e-3
    common.search_lbt_gan(config)
    return config
