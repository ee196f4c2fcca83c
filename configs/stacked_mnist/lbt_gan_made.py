r"""LBT-GAN taught by a MADE of 128 units with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan_made.py --workdir=runs/stacked_mnist_lbt_gan_made \
      --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan_made("stacked_mnist")
    config.steps = 25_000
    return config
