"""LBT-GAN with the 20-unit VAE of Appendix B on stacked scikit-learn digits, 1000 modes.

  python -m launch.train --config=configs/stacked_digits/lbt_gan.py --workdir=runs/stacked_digits_lbt_gan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan("stacked_digits")
    config.steps = 25_000
    return config
