"""Conditional DCGAN with Roth's regulariser on CIFAR-10 whose 24 features learn by SVGD (LSVGD, Table I: Reg-GAN).

  python -m launch.train --config=configs/cifar10/roth.py --workdir=runs/cifar10_roth

One row of `launch.reproduce --table=lsvgd_cifar10`, which trains it on 28 x 28 MNIST at the cpu budget
(results/lsvgd_cifar10). `--config.method.feature_tx.noise` is "none" (SVGD), "independent" (the paper's LSVGD) or
"joint" (exact).
There, after 500 steps of three trials as one program (49 to 56 s on two CPU cores, beside other jobs), the
inception score by its own residual network is: SGD 5.32 +- 0.20, SVGD 3.07 +- 0.98, LSVGD 1.00 +- 0.00, joint
2.03 +- 0.23 (mean +- standard error; real images have 9.72). Not measured yet on CIFAR-10: only that it trains
and resumes (tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.roth("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
