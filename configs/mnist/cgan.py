r"""Conditional GAN (Mirza & Osindero 2014) on MNIST by class, with DCGAN's networks.

  python -m launch.train --config=configs/mnist/cgan.py --workdir=runs/mnist_cgan \
      --config.data.path=DIR

The discriminator judges an image together with its label; `networks.discriminator.joint` is "concatenation" or
"projection". A row of `launch.reproduce --table=survey_gans`.

Measured there with 8 filters, two epochs and three seeds (one CPU core): .106 +- .0002 of the samples are of the
class asked for (chance is .1) in 119 s; with the projection .489 +- .042 in 113 s.
"""

from configs import common


def get_config():
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    common.conditional(config, n_classes=10)
    common.resnet_scores(config)
    config.steps = 10_000
    return config
