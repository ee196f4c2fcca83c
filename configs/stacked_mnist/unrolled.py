r"""Unrolled GAN (K = 5) on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/unrolled.py --workdir=runs/stacked_mnist_unrolled \
      --config.data.path=DIR

Not run in `launch.reproduce --table=stacked_mnist`: its steps cost nine of DCGAN's. In a quarter of a row's 1,580
steps, on seed 0, the best draw of its search at 8 x 8 pixels has no mode and an inception score of 1.11.
"""

from configs import stacks


def get_config():
    config = stacks.unrolled("stacked_mnist")
    config.steps = 25_000
    return config
