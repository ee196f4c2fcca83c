r"""ALI with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/ali.py --workdir=runs/stacked_mnist_ali \
      --config.data.path=DIR

A row of `launch.reproduce --table=stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import stacks


def get_config():
    config = stacks.pairs("stacked_mnist", {"name": "ali", "loss": "non_saturating"})
    config.steps = 25_000
    return config
