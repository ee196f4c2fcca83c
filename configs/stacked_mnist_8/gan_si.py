"""GAN-SI (Yin & Zhou 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/gan_si.py --workdir=runs/stacked_mnist_8_gan_si

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, generator_tx 0.000346, semi_implicit.weight 0.000146): 8,480 steps, 3 trials, 172 s: modes
516 +- 12, KL 0.819 +- 0.019, 3.47 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 67,840 steps, 3 trials, 1,146 s: modes 849 +- 7.5, KL 0.37
+- 0.0091, 10.2 % of the stacks qualify.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.gan_si(config)
    return config
