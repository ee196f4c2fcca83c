r"""Unrolled GAN (K = 5) with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/unrolled.py --workdir=runs/stacked_mnist_unrolled \
      --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.unrolled("stacked_mnist")
    config.steps = 25_000
    return config
