"""VEEGAN on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/veegan.py --workdir=runs/ring_veegan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 12,000 steps,
3 trials as one program, 122 s: 7.67 +- 0.33 of 8 modes, high quality 0.57 +- 0.064,
intra-mode KL 0.821 +- 0.13 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 25_000
    common.veegan(config)
    common.rates(config, 2.07e-2, 2.22e-3)
    return config
