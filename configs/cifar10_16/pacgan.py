"""PacGAN (Lin et al. 2018), packs of two, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/pacgan.py --workdir=runs/cifar10_16_pacgan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 1,740 steps, 3 trials, 115 s: Fréchet distance 4.16 +- 0.23, recall
0.499 +- 0.014.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    common.packed(config, 2)
    return config
