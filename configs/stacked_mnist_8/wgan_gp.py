"""WGAN-GP (Gulrajani et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/wgan_gp.py --workdir=runs/stacked_mnist_8_wgan_gp

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288, gradient_penalty.weight 4.27): 1,910 steps, 3 trials, 154 s: modes
321 +- 5.2, KL 1.25 +- 0.019, 1.72 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 15,280 steps, 3 trials, 984 s: modes 793 +- 9, KL 0.42 +-
0.012, 7.85 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.wgan_gp("stacked_mnist")
