"""Least-squares GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/lsgan.py --workdir=runs/ring_lsgan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 24,000 steps,
3 trials as one program, 129 s: 8 +- 0 of 8 modes, high quality 0.963 +- 0.0024,
intra-mode KL 1.8 +- 0.86 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.gan(config, "least_squares")
    common.rates(config, 8.92e-4, 3.34e-3)
    return config
