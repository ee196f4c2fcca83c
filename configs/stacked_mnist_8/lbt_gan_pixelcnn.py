r"""LBT-GAN taught by a PixelCNN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_8_lbt_gan_pixelcnn

TFDS_DATA_DIR says where MNIST is.

Measured by `launch.reproduce --table=coverage_stacked` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000585, estimator_tx 0.00987, generator_tx 0.00916, adversarial_weight 1.14, unroll_tx 0.002):
470 steps, 3 trials, 173 s: modes 1.67 +- 0.88, KL 6.58 +- 0.2, .04 % of the stacks qualify. A step costs eight times
that of `lbt_gan`, and the inception score falls from 1.58 after 47 steps to 1.43.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt_gan_pixelcnn("stacked_mnist")
