r"""LBT-GAN with the 20-unit VAE of Appendix B on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/lbt_gan.py --workdir=runs/stacked_mnist_lbt_gan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): with a D of size 1 5,960 steps, 1,202
s: 413 modes, KL 1.17, 3.2 % of the stacks qualify; with one of half the size 5,960 steps, 909 s: 18 modes, KL 4.02,
0.069 % of the stacks qualify. Two settings were tried for a quarter of the steps, on seed 0: the best draw of its
search at 8 x 8 pixels had 0 modes and an inception score of 1.15; with the rates of ALI's search it had 0 modes and
an inception score of 1.15. The row has the first.
"""

from configs import stacks


def get_config():
    config = stacks.lbt_gan("stacked_mnist")
    config.steps = 25_000
    return config
