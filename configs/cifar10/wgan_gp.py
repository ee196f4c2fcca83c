"""Conditional WGAN-GP on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/wgan_gp.py --workdir=runs/cifar10_wgan_gp

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.feature_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py). On MNIST with
8 filters and the settings below but rates of 2e-4, one trial, plain gradients, D's own head finds .13 of the
samples to be of their class over steps 1 to 100 and .71 over steps 101 to 150, which are blots still: it begins to
learn. With an auxiliary weight of 1 and rates of 1e-3 the residual network's accuracy was .11 after 120 steps.
"""

from configs import lsvgd


def get_config():
    config = lsvgd.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
