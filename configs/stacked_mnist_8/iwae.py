"""IWAE (Burda et al. 2016), 5 samples, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/iwae.py --workdir=runs/stacked_mnist_8_iwae

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(estimator_tx 0.00122, variance 0.742): 1,580 steps, 3 trials, 140 s: modes 0 +- 0, KL 6.91 +- 0, 0 % of the stacks
qualify.

By `--table=coverage_stacked_long`, with the same values: 12,640 steps, 3 trials, 1,662 s: no mode either (inception
score 1.00): at that variance the decoder says the mean of the data.
"""

from configs import thumbnails


def get_config():
    return thumbnails.vae("stacked_mnist", "iwae", samples=5)
