"""PacGAN (two samples a pack) on six Gaussians on a circle (MDGAN's toy).

  python -m launch.train --config=configs/six_gaussians/pacgan.py --workdir=runs/six_gaussians_pacgan

Measured by `launch.reproduce --table=six_gaussians`, at the rates of its search (one CPU core; five seeds, mean +-
standard error), 126 s: modes 6 +- 0 of 6, high quality .987 +- .0017.
"""

from configs import six


def get_config():
    return six.pacgan()
