"""Conditional WGAN on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/wgan.py --workdir=runs/cifar10_wgan

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.feature_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py). On MNIST with 8
filters the critic gives no gradient at all when its parameters are within .01, and little with batch norm. Without
batch norm and within .03, three trials, 1,000 steps at rates of 5e-4, about 5 minutes of a core a row: inception
score 4.77 +- .45 with plain gradients, 3.53 +- .20 with SVGD, 2.80 +- .11 with LSVGD. One trial at 2e-4 had 1.97;
within .1 and at 1e-3 it was 1.00 after 120 steps.
"""

from configs import lsvgd


def get_config():
    config = lsvgd.wgan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
