"""VEEGAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/veegan.py --workdir=runs/ring_veegan

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: VEEGAN:
20,000 steps, 3 trials, 158 s: modes 3.33 +- 0.67, high quality 0.243 +- 0.065, KL 3.07 +- 0.31, intra-mode KL
18.6 +- 6.3.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.veegan(config)
    common.rates(config, 2.07e-2, 2.22e-3)
    return config
