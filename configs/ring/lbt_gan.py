r"""LBT-GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lbt_gan.py --workdir=runs/ring_lbt_gan

@@configs/ring/lbt_gan.py@@
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    config.ema = 0.995
    common.lbt_gan(config, inner_steps=10, variance=0.005, learning_rates=(9e-4, 3e-4), adversarial_weight=0.5)
    config.discriminator_tx.learning_rate = 1e-3
    return config
