"""Conditional Stein-GAN on CIFAR-10: samples follow the SVGD direction of an autoencoder's energy (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/stein_gan.py --workdir=runs/cifar10_stein_gan

A row of `launch.reproduce --table=lsvgd_cifar10`, whose cpu budget is on 28 x 28 MNIST (results/lsvgd_cifar10).
`--config.method.sample_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact). Not measured yet on CIFAR-10: only that it trains and resumes (tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.stein_gan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
