"""WGAN-GP (Gulrajani et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/wgan_gp.py --workdir=runs/cifar10_16_wgan_gp

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288, gradient_penalty.weight 4.27): 440 steps, 3 trials, 130 s: Fréchet
distance 3.63 +- 0.17, recall 0.559 +- 0.013.
"""

from configs import thumbnails


def get_config():
    return thumbnails.wgan_gp("cifar10")
