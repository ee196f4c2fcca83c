"""SNGAN with its residual networks on CIFAR-10, unconditional (Miyato et al. 2018, Table 2: Adam 2e-4, 5 D steps).

  python -m launch.train --config=configs/cifar10/sngan_resnet.py --workdir=runs/cifar10_sngan_resnet

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.images("cifar10", (32, 32, 3), ("resnet",), 10_000)
    config.steps = 100_000
    config.ema = 0.999
    config.networks.generator = {"name": "resnet", "latent_dim": 128, "filters": 256, "attention": 0}
    config.networks.discriminator = {"name": "resnet", "filters": 128, "attention": 0}
    config.generator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.0, "b2": 0.9}
    config.discriminator_tx = dict(config.generator_tx)
    config.method = {"name": "gan", "loss": "hinge", "critic_steps": 5}
    common.decay(config, "generator_tx", "discriminator_tx")  # D makes five updates a step
    common.resnet_scores(config)
    return config
