"""SIG (Yin & Zhou 2018) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/sig.py --workdir=runs/cifar10_16_sig

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(generator_tx 0.00288, sigma 0.15): 5,880 steps, 3 trials, 164 s: Fréchet distance 24.9 +- 0.16, recall 0.000667 +-
0.00018.
"""

from configs import thumbnails


def get_config():
    return thumbnails.sig("cifar10")
