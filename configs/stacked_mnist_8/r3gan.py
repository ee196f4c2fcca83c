"""R3GAN (Huang et al. 2024) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/r3gan.py --workdir=runs/stacked_mnist_8_r3gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00742, generator_tx 0.00428, r1_r2.weight 1.04e-05): 5,010 steps, 3 trials, 129 s: modes 241 +- 5,
KL 1.53 +- 0.022, 1.25 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 40,080 steps, 3 trials, 891 s: modes 365 +- 5.4, KL 1.3 +-
0.063, 2.71 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.r3gan("stacked_mnist")
