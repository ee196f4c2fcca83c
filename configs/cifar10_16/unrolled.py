"""Unrolled GAN (Metz et al. 2017), K = 5, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/unrolled.py --workdir=runs/cifar10_16_unrolled

TFDS_DATA_DIR says where CIFAR-10 is.

G descends the non-saturating loss at D^K, its own part of the game alone; by the paper's surrogate
(`--config.method.surrogate=saddle --config.method.loss=minimax`) it was not measured here.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00122, generator_tx 0.00742): 160 steps, 3 trials, 140 s: Fréchet distance 9.95 +- 0.32, recall
0.204 +- 0.056.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.unroll(config, "generator")
    return config
