"""VEEGAN with the small networks on stacked scikit-learn digits, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_digits/veegan.py --workdir=runs/stacked_digits_veegan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.pairs("stacked_digits", {"name": "veegan", "reconstruction_weight": 1.0})
    config.steps = 25_000
    return config
