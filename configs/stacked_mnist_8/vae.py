"""A VAE (Kingma & Welling 2014) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/vae.py --workdir=runs/stacked_mnist_8_vae

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.00288, variance 0.0225): 8,940 steps, 3 trials, 165 s: modes 21.7 +- 7.4, KL 3.95 +- 0.34, 0.0846 % of
the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("stacked_mnist")
