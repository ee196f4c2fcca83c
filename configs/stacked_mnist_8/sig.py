"""SIG (Yin & Zhou 2018) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/sig.py --workdir=runs/stacked_mnist_8_sig

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(generator_tx 0.00519, sigma 0.108): 20,870 steps, 3 trials, 167 s: modes 0 +- 0, KL 6.91 +- 0, 0 % of the stacks
qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.sig("stacked_mnist")
