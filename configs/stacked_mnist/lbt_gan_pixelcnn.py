r"""LBT-GAN taught by a small PixelCNN on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_pixelcnn.py \
      --workdir=runs/stacked_mnist_lbt_gan_pixelcnn --config.data.path=DIR

In `launch.reproduce --table=stacked_mnist` (one seed, 1,580 steps, as a step costs nine of DCGAN's; 1,118 s of one
CPU core) it has 2 modes and an inception score of 1.24, which does not rise after half of the steps. Two settings
were tried for a quarter of the steps, on seed 0: the best draw of its search at 8 x 8 pixels had no mode and an
inception score of 1.20; with the rates of ALI's search it had none and 1.22, and the row has these.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_pixelcnn("stacked_mnist")
    config.steps = 25_000
    return config
