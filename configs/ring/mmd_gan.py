"""MMD-GAN on the ring of 8 Gaussians (Li et al. 2017).

  python -m launch.train --config=configs/ring/mmd_gan.py --workdir=runs/ring_mmd_gan

With 600 steps of seed 1, both rates at 1e-3 and a reconstruction weight of 1, .1 and .01: modes 8, 8 and 6, high
quality .63, .32 and .42. Measured by itself, in no table: 3,000 steps of one fresh seed (1000), 338 s on a core
of a 2-core CPU that other work shared: modes 8 of 8, high quality .907, KL .119, intra-mode KL .074.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring (critic_tx
0.0016, generator_tx 0.016, reconstruction_weight 5.45): 509 steps, 5 trials, 60 s: modes 6.4 +- 1.6, high quality
0.7 +- 0.16, KL 0.991 +- 0.75. The same draw by `launch.reproduce --table=coverage_long`: 2,544 steps, 5 trials, 328
s: modes 1.8 +- 1.6, high quality 0.154 +- 0.023, KL 3.39 +- 0.14. The first row again, by `coverage_settings`, since
the MMD centres the features, by whose rounding its runs are others: modes 3.6 +- 1.8, high quality 0.335 +- 0.18.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.gan(config)
    common.mmd_gan(config)
    return config
