r"""VEEGAN on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/veegan.py --workdir=runs/stacked_mnist_veegan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): with a D of size 1 8,440 steps, 1,064
s: 607 modes, KL 0.668, 4.4 % of the stacks qualify. Two settings were tried for a quarter of the steps, on seed 0:
the best draw of its search at 8 x 8 pixels diverged; with the rates of ALI's search it had 13 modes and an
inception score of 1.65. The row has the second.
"""

from configs import stacks


def get_config():
    config = stacks.veegan("stacked_mnist")
    config.steps = 25_000
    return config
