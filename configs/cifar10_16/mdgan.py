"""MDGAN (Che et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/mdgan.py --workdir=runs/cifar10_16_mdgan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00669, encoder_tx 0.00163, generator_tx 0.00288, distance_weight 0.0427, mode_weight 0.639): 850
steps, 3 trials, 140 s: Fréchet distance 2.49 +- 0.079, recall 0.654 +- 0.0052.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    race.mdgan(config)
    return config
