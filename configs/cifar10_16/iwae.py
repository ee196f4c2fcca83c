"""IWAE (Burda et al. 2016), 5 samples, on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/iwae.py --workdir=runs/cifar10_16_iwae

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.00163, variance 0.288): 210 steps, 3 trials, 138 s: Fréchet distance 29.4 +- 0.76, recall 0.00853 +-
0.0016.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("cifar10", "iwae", samples=5)
