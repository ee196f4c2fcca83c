"""Unrolled GAN (K = 5) on stacked scikit-learn digits, 1000 modes.

  python -m launch.train --config=configs/stacked_digits/unrolled.py --workdir=runs/stacked_digits_unrolled

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.unrolled("stacked_digits")
    config.steps = 25_000
    return config
