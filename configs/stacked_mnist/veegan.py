r"""VEEGAN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/veegan.py --workdir=runs/stacked_mnist_veegan \
      --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.pairs("stacked_mnist", {"name": "veegan", "reconstruction_weight": 1.0})
    config.steps = 25_000
    return config
