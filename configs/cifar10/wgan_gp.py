"""Conditional WGAN-GP on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/wgan_gp.py --workdir=runs/cifar10_wgan_gp

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.feature_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py). On MNIST with 8
filters, three trials, 1,000 steps at rates of 5e-4, about 7 minutes of a core a row: inception score 6.14 +- .07
with plain gradients, 5.95 +- .72 with SVGD, 5.27 +- .27 with LSVGD. One trial at 2e-4 had 3.16. With an auxiliary
weight of 1 and rates of 1e-3 the residual network's accuracy was .11 after 120 steps.
"""

from configs import lsvgd


def get_config():
    config = lsvgd.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
