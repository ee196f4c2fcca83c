r"""LBT-GAN taught by a MADE of 128 units on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_made.py --workdir=runs/stacked_mnist_lbt_gan_made \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): with a D of size 1 5,600 steps, 1,178
s: 0 modes, KL 6.91, 0 % of the stacks qualify. It has the values of the row of the VAE.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_made("stacked_mnist")
    config.steps = 25_000
    return config
