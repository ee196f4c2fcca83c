"""VEEGAN on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/veegan.py --workdir=runs/six_gaussians_veegan

A row of `launch.reproduce --table=six_gaussians`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import six


def get_config():
    return six.veegan()
