r"""LBT-GAN taught by a small PixelCNN on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_lbt_gan_pixelcnn --config.data.path=DIR

Not run to the end in `launch.reproduce --table=stacked_mnist`: its steps cost nine of DCGAN's. Two settings were
tried for a quarter of a row's 1,580 steps, on seed 0: the best draw of its search at 8 x 8 pixels had no mode and
an inception score of 1.20; with the rates of ALI's search it had none and 1.22, and the row has these.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_pixelcnn("stacked_mnist")
    config.steps = 25_000
    return config
