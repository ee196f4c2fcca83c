"""GAN-SI on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/gan_si.py --workdir=runs/six_gaussians_gan_si

A row of `launch.reproduce --table=six_gaussians`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import six


def get_config():
    return six.gan_si()
