r"""DCGAN with 64 filters on CIFAR-10.

  python -m launch.train --config=configs/cifar10/dcgan.py --workdir=runs/cifar10_dcgan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_cifar10` (two CPU cores, beside other jobs; 16 filters; 3 trials as
one program, mean +- standard error): 500 steps, 65 s: inception score 1.73 +- 0.042, Fréchet distance 17.1 +-
2.3, the evaluator's accuracy 0.704 +- 0.
"""

from configs import common


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    return config
