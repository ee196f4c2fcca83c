"""Unrolled GAN (K = 5) on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/unrolled.py --workdir=runs/six_gaussians_unrolled

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core, other work on the
second; five seeds, mean +- standard error), 330 s: modes 2.6 +- .51 of 6, high quality .691 +- .060. With
`surrogate="generator"` and the non-saturating loss, at the rates of a search of its own: 1 +- 0, .605 +- .17.
"""

from configs import six


def get_config():
    return six.unrolled()
