"""PacGAN (Lin et al. 2018), packs of two, on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/pacgan.py --workdir=runs/stacked_mnist_8_pacgan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, generator_tx 0.000346): 9,380 steps, 3 trials, 162 s: modes 244 +- 34, KL 1.52 +- 0.13,
1.23 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 75,040 steps, 3 trials, 1,037 s: modes 816 +- 5.6, KL 0.41
+- 0.012, 9.26 % of the stacks qualify.
"""

from configs import common, thumbnails


def get_config():
    config = thumbnails.gan("stacked_mnist")
    common.packed(config, 2)
    return config
