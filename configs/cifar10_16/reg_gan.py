"""Reg-GAN (Che et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/reg_gan.py --workdir=runs/cifar10_16_reg_gan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000585, generator_tx 0.00987, mode_reg.distance_weight 0.876, mode_reg.mode_weight 0.114, encoder
0.002): 880 steps, 3 trials, 122 s: Fréchet distance 2.64 +- 0.019, recall 0.659 +- 0.0074.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    race.reg_gan(config)
    return config
