"""GAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/gan.py --workdir=runs/ring_gan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 24,000 steps,
3 trials as one program, 158 s: 6.67 +- 1.3 of 8 modes, high quality 0.775 +- 0.19,
intra-mode KL 1.79 +- 0.96 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.gan(config)
    common.rates(config, 8.92e-4, 3.34e-3)
    return config
