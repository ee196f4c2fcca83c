"""WGAN-GP without classes on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/wgan_gp_plain.py --workdir=runs/cifar10_wgan_gp_plain

Measured by `launch.reproduce --table=sig_cifar10` (one CPU core, beside other jobs; 16 filters; 3 trials as one
program, mean +- standard error): 500 steps of five critic steps, 678 s: inception score 1.76 +- 0.13, Fréchet
distance 13.3 +- 3.1 in the features of a network of 70.2 %; blurred noise has 1.5 and 21.
"""

from configs import sig


def get_config():
    config = sig.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 100_000
    return config
