"""Reg-GAN (Che et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/reg_gan.py --workdir=runs/stacked_mnist_8_reg_gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000585, generator_tx 0.00987, mode_reg.distance_weight 0.876, mode_reg.mode_weight 0.114, encoder
0.002): 4,090 steps, 3 trials, 144 s: modes 357 +- 22, KL 1.14 +- 0.051, 1.92 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 32,720 steps, 3 trials, 954 s: modes 642 +- 81, KL 0.64 +-
0.13, 5.52 % of the stacks qualify.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.reg_gan(config)
    return config
