"""Least-squares GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/lsgan.py --workdir=runs/grid25_lsgan

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_lsgan.json), the same as
the GAN's.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): LSGAN: 17,500 steps, 3 trials: modes 15 +-
0.58, high quality 0.802 +- 0.039, KL 0.791 +- 0.12.
"""

from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    config.method.loss = "least_squares"
    return config
