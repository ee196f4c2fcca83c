"""LBT-GAN taught by a PixelCNN on Stacked MNIST at 8 x 8 pixels, 1000 modes.

  python -m launch.train --config=configs/stacked_mnist_8/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_8_lbt_gan_pixelcnn

TFDS_DATA_DIR says where MNIST is.
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt_gan_pixelcnn("stacked_mnist")
