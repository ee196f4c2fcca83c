"""SIG on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/sig.py --workdir=runs/six_gaussians_sig

A row of `launch.reproduce --table=six_gaussians`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import six


def get_config():
    return six.likelihood()
