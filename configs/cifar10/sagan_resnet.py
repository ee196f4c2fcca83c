"""SAGAN with residual networks on CIFAR-10: attention at 16 x 16 pixels, two learning rates (Zhang et al. 2019).

  python -m launch.train --config=configs/cifar10/sagan_resnet.py --workdir=runs/cifar10_sagan_resnet

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs.cifar10 import sngan_resnet


def get_config():
    config = sngan_resnet.get_config()
    config.networks.generator.update(attention=16, spectral_norm=True)
    config.networks.discriminator.attention = 16
    config.generator_tx.learning_rate = 1e-4
    config.discriminator_tx.learning_rate = 4e-4
    config.method.critic_steps = 1
    return config
