r"""LBT-GAN taught by a small PixelCNN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_lbt_gan_pixelcnn --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 600 steps, 3 trials as
one program, 536 s: modes 16 +- 4.7, KL 6.51 +- 0.16, high quality 0.665 +- 0.041 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked_lbt_gan_pixelcnn("stacked_mnist")
    config.steps = 25_000
    return config
