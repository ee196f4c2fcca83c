"""WGAN-GP-SI on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/wgan_gp_si.py --workdir=runs/cifar10_wgan_gp_si

Measured by `launch.reproduce --table=sig_cifar10` (two CPU cores; 16 filters; 3 trials as one program, mean +-
standard error): 150 steps of five critic steps, 86 s: inception score 1.48 +- 0.06, Fréchet distance 28.2 +- 1.2 in
the features of a network of 70.4 %: it has hardly begun.
"""

from configs import sig


def get_config():
    config = sig.wgan_gp("cifar10", (32, 32, 3))
    config.steps = 100_000
    penalty = config.method.terms.discriminator.to_dict()
    sig.regularised(config)
    config.method.terms.discriminator = penalty
    return config
