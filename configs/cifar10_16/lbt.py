"""LBT (Du et al.) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/lbt.py --workdir=runs/cifar10_16_lbt

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.00163, generator_tx 0.00288, unroll_tx 0.00122): 850 steps, 3 trials, 176 s: Fréchet distance 12.8 +-
0.86, recall 0.0813 +- 0.025.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt("cifar10")
