"""VEEGAN on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/veegan.py --workdir=runs/six_gaussians_veegan

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 143 s: modes 2.8 +- .49 of 6, high quality .804 +- .027.
"""

from configs import six


def get_config():
    return six.veegan()
