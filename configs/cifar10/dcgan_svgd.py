"""Conditional DCGAN on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/dcgan_svgd.py --workdir=runs/cifar10_dcgan_svgd

One row of `launch.reproduce --table=lsvgd_cifar10`, which trains it on 28 x 28 MNIST at the cpu budget
(results/lsvgd_cifar10). `--config.method.feature_tx.noise` is "none" (SVGD), "independent" (the paper's LSVGD) or
"joint" (exact).
There, after 500 steps of three trials as one program (39 to 64 s on two CPU cores, beside other jobs), the
inception score by its own residual network is: SGD 6.84 +- 0.33, SVGD 5.49 +- 0.25, LSVGD 5.96 +- 0.21, joint
5.53 +- 0.26 (mean +- standard error; real images have 9.72). Not measured yet on CIFAR-10: only that it trains
and resumes (tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.dcgan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
