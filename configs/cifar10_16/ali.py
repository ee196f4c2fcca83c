"""ALI (Dumoulin et al. 2017) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/ali.py --workdir=runs/cifar10_16_ali

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00519, encoder_tx 0.000117, generator_tx 0.00288): 1,150 steps, 3 trials, 135 s: Fréchet distance
3.55 +- 0.31, recall 0.582 +- 0.014.
"""

from configs import thumbnails


def get_config():
    return thumbnails.ali("cifar10")
