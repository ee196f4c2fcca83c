"""DCGAN on stacked scikit-learn digits, 1000 modes.

  python -m launch.train --config=configs/stacked_digits/dcgan.py --workdir=runs/stacked_digits_dcgan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.gan("stacked_digits")
    config.steps = 25_000
    return config
