"""MMD-GAN (Li et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/mmd_gan.py --workdir=runs/cifar10_16_mmd_gan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own (critic_tx
0.00163, generator_tx 0.00288, reconstruction_weight 0.149): 330 steps, 3 trials, 156 s: Fréchet distance 8.96 +-
0.77, recall 0.364 +- 0.042.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    race.mmd_gan(config)
    return config
