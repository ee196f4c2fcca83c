"""The Donsker-Varadhan bound of the KL fits one Gaussian to two of different width, as `two_widths/f_gan` does.

  python -m launch.train --config=configs/two_widths/donsker_varadhan.py --workdir=runs/two_widths_donsker_varadhan

Not measured yet: `launch.reproduce --table=f_gan`.
"""

from configs import common


def get_config():
    config = common.one_gaussian()
    common.donsker_varadhan(config)
    common.rates(config, 1e-3, 1e-3)
    return config
