"""MDGAN (Che et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/mdgan.py --workdir=runs/stacked_mnist_8_mdgan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000417, encoder_tx 0.000937, generator_tx 0.00601, distance_weight 0.634, mode_weight 0.0118):
2,800 steps, 3 trials, 126 s: modes 284 +- 15, KL 1.38 +- 0.049, 1.56 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 22,400 steps, 3 trials, 824 s: modes 719 +- 30, KL 0.51 +-
0.047, 6.45 % of the stacks qualify.
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    race.mdgan(config)
    return config
