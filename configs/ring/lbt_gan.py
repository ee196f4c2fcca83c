"""LBT-GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt_gan.py --workdir=runs/ring_lbt_gan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 3,000 steps,
5 trials as one program, 746 s: 8 +- 0 of 8 modes, high quality 0.933 +- 0.0006,
intra-mode KL 0.0433 +- 0.00088 (mean +- standard error).
Found by a sweep of lambda_G (.1, .5) and the discriminator's rate (1e-4, 1e-3), 4,000 steps, M = 10: after
2,000 steps .66, .71, .86 and .92 high quality in that order; the authors' .1 and 1e-4 are the slowest.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.lbt_gan(config, inner_steps=10, variance=0.005, learning_rates=(9e-4, 3e-4), adversarial_weight=0.5)
    config.discriminator_tx.learning_rate = 1e-3
    return config
