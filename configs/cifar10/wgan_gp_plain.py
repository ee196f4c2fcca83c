"""WGAN-GP without classes on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/wgan_gp_plain.py --workdir=runs/cifar10_wgan_gp_plain

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import sig


def get_config():
    config = sig.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 100_000
    return config
