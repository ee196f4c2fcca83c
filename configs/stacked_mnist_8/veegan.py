"""VEEGAN (Srivastava et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/veegan.py --workdir=runs/stacked_mnist_8_veegan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00122, encoder_tx 0.00742, generator_tx 0.00428, reconstruction_weight 0.0102): 5,120 steps, 3
trials, 161 s: modes 288 +- 6.7, KL 1.35 +- 0.022, 1.53 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 40,960 steps, 3 trials, 1,058 s: modes 821 +- 9.4, KL 0.4 +-
0.014, 9.56 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.veegan("stacked_mnist")
