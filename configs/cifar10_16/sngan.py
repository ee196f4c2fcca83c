"""SNGAN (Miyato et al. 2018) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/sngan.py --workdir=runs/cifar10_16_sngan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00122, generator_tx 0.00742): 2,390 steps, 3 trials, 154 s: Fréchet distance 13.3 +- 2.6, recall
0.0732 +- 0.03.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.sngan(config)
    return config
