"""DCGAN-SI on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/dcgan_si.py --workdir=runs/cifar10_dcgan_si

Measured by `launch.reproduce --table=sig_cifar10` (one CPU core, beside other jobs; 16 filters; 3 trials as one
program, mean +- standard error): 1,500 steps, 466 s: inception score 2.13 +- 0.03, Fréchet distance 9.42 +-
0.65 in the features of a network of 70.2 %; blurred noise has 1.5 and 21.
"""

from configs import common, sig


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    sig.regularised(config)
    return config
