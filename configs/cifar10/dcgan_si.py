"""DCGAN-SI on CIFAR-10 (SIG, Table 3).

  python -m launch.train --config=configs/cifar10/dcgan_si.py --workdir=runs/cifar10_dcgan_si

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common, sig


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    sig.regularised(config)
    return config
