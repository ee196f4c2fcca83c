r"""DCGAN with 64 filters on CIFAR-10.

  python -m launch.train --config=configs/cifar10/dcgan.py --workdir=runs/cifar10_dcgan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_cifar10` (one CPU core, beside other jobs; 16 filters; 3 trials as one
program, mean +- standard error): 1,500 steps, 531 s: inception score 2.2 +- 0.027, Fréchet distance 8.05 +-
0.31 in the features of a network of 70.2 %; blurred noise has 1.5 and 21.
"""

from configs import common


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    return config
