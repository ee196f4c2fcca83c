r"""DCGAN with 64 filters on CIFAR-10.

  python -m launch.train --config=configs/cifar10/dcgan.py --workdir=runs/cifar10_dcgan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    return config
