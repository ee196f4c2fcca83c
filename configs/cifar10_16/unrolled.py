"""Unrolled GAN (Metz et al. 2017), K = 5, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/unrolled.py --workdir=runs/cifar10_16_unrolled

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00423, generator_tx 0.00669): 120 steps, 3 trials, 168 s: Fréchet distance 14.2 +- 3.3, recall
0.0672 +- 0.039. Two runs of three were better after 60 steps. With `--config.method.surrogate=generator
--config.method.loss=non_saturating`, G's own part of the game at D^K, searched alike on a faster machine, other
rates, by another judge: 160 steps, 9.95 +- 0.32, recall 0.204 +- 0.056.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.unroll(config)
    return config
