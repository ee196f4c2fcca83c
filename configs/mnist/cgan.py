r"""Conditional GAN (Mirza & Osindero 2014) on MNIST by class, with DCGAN's networks.

  python -m launch.train --config=configs/mnist/cgan.py --workdir=runs/mnist_cgan \
      --config.data.path=DIR

The discriminator judges an image together with its label; `networks.discriminator.joint` is "concatenation" or
"projection". A row of `launch.reproduce --table=survey_gans`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    common.conditional(config, n_classes=10)
    common.resnet_scores(config)
    config.steps = 10_000
    return config
