"""LBT-GAN (M = K = 2) on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/lbt_gan.py --workdir=runs/six_gaussians_lbt_gan

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 152 s (1,800 steps): modes .2 +- .2 of 6, high quality .025 +- .0065.
"""

from configs import six


def get_config():
    return six.lbt_gan()
