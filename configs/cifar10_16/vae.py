"""A VAE (Kingma & Welling 2014) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/vae.py --workdir=runs/cifar10_16_vae

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.00428, variance 0.0101): 1,920 steps, 3 trials, 154 s: Fréchet distance 30.9 +- 2, recall 0.0513 +-
0.01.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("cifar10")
