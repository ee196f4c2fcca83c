r"""Unrolled GAN (K = 5) on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/unrolled.py --workdir=runs/stacked_mnist_unrolled \
      --config.data.path=DIR

In `launch.reproduce --table=stacked_mnist` (one seed, 1,580 steps, as a step costs nine of DCGAN's; 1,302 s of one
CPU core) it has no mode and an inception score of 1.00: D's loss is below .002 from step 600 on, and all samples are
one picture. Two settings were tried for a quarter of the steps, on seed 0: the row's, the best draw of its search at
8 x 8 pixels, had an inception score of 1.11, that with the rates of ALI's search 1.00. A lower rate of D was not
tried.

G descends the non-saturating loss at D^K; by the paper's surrogate (`--config.method.surrogate=saddle
--config.method.loss=minimax`) it was not measured.
"""

from configs import stacks


def get_config():
    config = stacks.unrolled("stacked_mnist")
    config.steps = 25_000
    return config
