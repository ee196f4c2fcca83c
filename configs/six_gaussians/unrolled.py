"""Unrolled GAN (K = 5) on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/unrolled.py --workdir=runs/six_gaussians_unrolled

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 132 s: modes 1 +- 0 of 6, high quality .605 +- .17.
"""

from configs import six


def get_config():
    return six.unrolled()
