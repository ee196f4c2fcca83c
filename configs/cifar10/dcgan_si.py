"""DCGAN-SI on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/dcgan_si.py --workdir=runs/cifar10_dcgan_si

Measured by `launch.reproduce --table=sig_cifar10` (two CPU cores, beside other jobs; 16 filters; 3 trials as
one program, mean +- standard error): 500 steps, 73 s: inception score 1.86 +- 0.1, Fréchet distance 16.3 +-
2.1, the evaluator's accuracy 0.704 +- 0.
"""

from configs import common, sig


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    sig.regularised(config)
    return config
