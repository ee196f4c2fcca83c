"""Conditional SNGAN on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/sngan.py --workdir=runs/cifar10_sngan

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.feature_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.sngan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
