"""ALI (Dumoulin et al. 2017) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/ali.py --workdir=runs/stacked_mnist_8_ali

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, encoder_tx 0.00288, generator_tx 0.00122): 5,570 steps, 3 trials, 160 s: modes 346 +- 8.4,
KL 1.19 +- 0.023, 1.97 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.ali("stacked_mnist")
