"""Conditional Stein-GAN on CIFAR-10: samples follow the SVGD direction of an autoencoder's energy (LSVGD, Table I).

  python -m launch.train --config=configs/cifar10/stein_gan.py --workdir=runs/cifar10_stein_gan

One row of `launch.reproduce --table=lsvgd_cifar10`, which trains it on 28 x 28 MNIST at the cpu budget
(results/lsvgd_cifar10). `--config.method.sample_tx.noise` is "none" (SVGD), "independent" (the paper's LSVGD) or
"joint" (exact).
There, after 500 steps of three trials as one program (83 to 121 s on two CPU cores, beside other jobs), the
inception score by its own residual network is: SVGD 1.00 +- 0.00, LSVGD 1.00 +- 0.00, joint 1.00 +- 0.00 (mean
+- standard error; real images have 9.72). Not measured yet on CIFAR-10: only that it trains and resumes
(tests/test_configs.py).
"""

from configs import lsvgd


def get_config():
    config = lsvgd.stein_gan("cifar10", (32, 32, 3))
    config.steps = 25_000
    return config
