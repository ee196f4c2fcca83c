"""The Donsker-Varadhan bound of the KL fits one Gaussian to two of different width, as `two_widths/f_gan` does.

  python -m launch.train --config=configs/two_widths/donsker_varadhan.py --workdir=runs/two_widths_donsker_varadhan

Measured by `launch.reproduce --table=f_gan` (three seeds, 43 s of one CPU core): mean -.009 +- .015, standard
deviation 2.09 +- .012, where the data have 0 and 2.07.
"""

from configs import common


def get_config():
    config = common.one_gaussian()
    common.donsker_varadhan(config)
    common.rates(config, 1e-3, 1e-3)
    return config
