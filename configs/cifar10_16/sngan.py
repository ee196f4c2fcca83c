"""SNGAN (Miyato et al. 2018) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/sngan.py --workdir=runs/cifar10_16_sngan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 660 steps, 3 trials, 153 s: Fréchet distance 3.46 +- 0.054, recall
0.565 +- 0.0073. Judged by another network than the other rows of the table.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.sngan(config)
    return config
