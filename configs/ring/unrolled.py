"""Unrolled GAN (K = 5) on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/unrolled.py --workdir=runs/ring_unrolled

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 8,000 steps,
3 trials as one program, 540 s: 8 +- 0 of 8 modes, high quality 0.954 +- 0.0062,
intra-mode KL 0.702 +- 0.078 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.unrolled(config)
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
