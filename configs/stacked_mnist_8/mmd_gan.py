"""MMD-GAN (Li et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/mmd_gan.py --workdir=runs/stacked_mnist_8_mmd_gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own (critic_tx
0.000225, generator_tx 0.00533, reconstruction_weight 0.147): 1,260 steps, 3 trials, 170 s: modes 57.7 +- 25, KL 3.11
+- 0.41, 0.268 % of the stacks qualify.

By `--table=coverage_stacked_long`: 10,080 steps, 3 trials, 2,184 s: modes 47.3 +- 24 (1, 58 and 83; after three
tenths of the steps 114, 86 and 61), .246 % of the stacks qualify.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.mmd_gan(config)
    return config
