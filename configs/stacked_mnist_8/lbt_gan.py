"""LBT-GAN (Du et al.) on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lbt_gan.py --workdir=runs/stacked_mnist_8_lbt_gan

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000225, estimator_tx 0.00533, generator_tx 0.00121, adversarial_weight 0.0793, unroll_tx 0.0007):
3,640 steps, 3 trials, 165 s: modes 244 +- 8.5, KL 1.53 +- 0.033, 1.31 % of the stacks qualify.

By `--table=coverage_stacked_long`, with the same values: 29,120 steps, 3 trials, 1,036 s: modes 819 +- 8.4, KL 0.39
+- 0.0034, 8.68 % of the stacks qualify.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt_gan("stacked_mnist")
