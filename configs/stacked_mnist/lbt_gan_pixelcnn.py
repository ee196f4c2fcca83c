r"""LBT-GAN taught by a small PixelCNN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_lbt_gan_pixelcnn --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_pixelcnn("stacked_mnist")
    config.steps = 25_000
    return config
