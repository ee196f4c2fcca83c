r"""ALI on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/ali.py --workdir=runs/stacked_mnist_ali \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): with a D of size 1 8,700 steps, 962
s: 850 modes, KL 0.384, 10 % of the stacks qualify.
"""

from configs import stacks


def get_config():
    config = stacks.ali("stacked_mnist")
    config.steps = 25_000
    return config
