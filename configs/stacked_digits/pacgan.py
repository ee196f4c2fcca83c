"""PacGAN (two samples a pack) on stacked scikit-learn digits, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_digits/pacgan.py --workdir=runs/stacked_digits_pacgan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.pacgan("stacked_digits")
    config.steps = 25_000
    return config
