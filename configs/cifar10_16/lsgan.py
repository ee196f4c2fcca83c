"""LSGAN (Mao et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/lsgan.py --workdir=runs/cifar10_16_lsgan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 2,100 steps, 3 trials, 138 s: Fréchet distance 3.54 +- 0.37, recall
0.551 +- 0.0077.
"""

from configs import thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    config.method.loss = "least_squares"
    return config
