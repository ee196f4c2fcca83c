"""Reg-DCGAN on three of scikit-learn's digits in an image, 1000 modes (Che et al. 2017, Table 2).

  python -m launch.train --config=configs/compositional_digits/reg_dcgan.py --workdir=runs/three_digits_reg_dcgan

It needs no download. `--config.data.digit_set` is 1 to 4.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.compositional("compositional_digits"))
