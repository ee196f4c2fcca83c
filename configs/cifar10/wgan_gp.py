"""Conditional WGAN-GP on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/wgan_gp.py --workdir=runs/cifar10_wgan_gp

One row of `launch.reproduce --table=lsvgd_cifar10`, which trains it on 28 x 28 MNIST at the cpu budget
(results/lsvgd_cifar10). `--config.method.feature_tx.noise` is "none" (SVGD), "independent" (the paper's LSVGD) or
"joint" (exact).
There, after 120 steps of three trials as one program (34 to 64 s on two CPU cores, beside other jobs), the
inception score by its own residual network is: SGD 1.26 +- 0.10, SVGD 1.24 +- 0.09, LSVGD 1.05 +- 0.03, joint
1.36 +- 0.10 (mean +- standard error; real images have 9.72). Not measured yet on CIFAR-10: only that it trains
and resumes (tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
