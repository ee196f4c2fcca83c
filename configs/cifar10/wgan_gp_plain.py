"""WGAN-GP without classes on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/wgan_gp_plain.py --workdir=runs/cifar10_wgan_gp_plain

Measured by `launch.reproduce --table=sig_cifar10` (two CPU cores; 16 filters; 3 trials as one program, mean +-
standard error): 150 steps of five critic steps, 81 s: inception score 1.49 +- 0.05, Fréchet distance 28.0 +- 2.2 in
the features of a network of 70.4 %: it has hardly begun.
"""

from configs import sig


def get_config():
    config = sig.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 100_000
    return config
