"""GAN-SI on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/gan_si.py --workdir=runs/six_gaussians_gan_si

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 142 s: modes 6 +- 0 of 6, high quality .985 +- .003.
"""

from configs import six


def get_config():
    return six.gan_si()
