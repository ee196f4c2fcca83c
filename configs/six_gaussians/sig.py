"""SIG on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/sig.py --workdir=runs/six_gaussians_sig

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 141 s: modes 6 +- 0 of 6, high quality .980 +- .0002.
"""

from configs import six


def get_config():
    return six.likelihood()
