"""LBT-GAN taught by a MADE of 128 units on stacked scikit-learn digits (LBT, Table 1).

  python -m launch.train --config=configs/stacked_digits/lbt_gan_made.py --workdir=runs/stacked_digits_lbt_gan_made

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_made("stacked_digits")
    config.steps = 25_000
    return config
