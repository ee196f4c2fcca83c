r"""LBT-GAN with DCGAN's networks and a 400-unit VAE on CIFAR-10 (LBT, Sec. 5.3).

  python -m launch.train --config=configs/cifar10/lbt_gan.py --workdir=runs/cifar10_lbt_gan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common, stacks


def get_config():
    config = common.dcgan("cifar10", (32, 32, 3))
    config.steps = 100_000
    common.resnet_scores(config)
    stacks.taught(config, 100, (400, 400))
    return config
