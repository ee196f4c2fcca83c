r"""DCGAN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/dcgan.py --workdir=runs/stacked_mnist_dcgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.gan("stacked_mnist")
    config.steps = 25_000
    return config
