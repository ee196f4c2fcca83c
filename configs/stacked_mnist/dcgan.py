r"""DCGAN on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/dcgan.py --workdir=runs/stacked_mnist_dcgan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): with a D of size 1 13,600 steps,
1,009 s: 524 modes, KL 0.862, 4.2 % of the stacks qualify; with one of half the size 13,600 steps, 824 s: 197 modes,
KL 1.74, 1 % of the stacks qualify. Two settings were tried for a quarter of the steps, on seed 0: the best draw of
its search at 8 x 8 pixels had 2 modes and an inception score of 1.41; with the rates of ALI's search it had 140
modes and an inception score of 2.37. The row has the second. With the first, as many steps on the row's seed had
519 modes, KL 0.913 (938 s).
"""

from configs import stacks


def get_config():
    config = stacks.gan("stacked_mnist")
    config.steps = 25_000
    return config
