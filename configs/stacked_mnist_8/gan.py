"""The GAN, DCGAN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/gan.py --workdir=runs/stacked_mnist_8_gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, generator_tx 0.000346): 8,040 steps, 3 trials, 161 s: modes 537 +- 2.7, KL 0.77 +- 0.0069,
3.48 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 64,320 steps, 3 trials, 1,073 s: modes 867 +- 10, KL 0.34 +-
0.013, 10.4 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.gan("stacked_mnist")
