"""LBT (Du et al.) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lbt.py --workdir=runs/stacked_mnist_8_lbt

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.000225, generator_tx 0.00533, unroll_tx 0.00121): 7,210 steps, 3 trials, 191 s: modes 2.67 +- 1.5, KL
6.2 +- 0.39, 0.167 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt("stacked_mnist")
