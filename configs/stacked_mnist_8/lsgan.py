"""LSGAN (Mao et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lsgan.py --workdir=runs/stacked_mnist_8_lsgan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 8,800 steps, 3 trials, 167 s: modes 571 +- 27, KL 0.724 +- 0.05,
3.93 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 70,400 steps, 3 trials, 1,148 s: modes 848 +- 22, KL 0.37 +-
0.024, 10.5 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    config.method.loss = "least_squares"
    return config
