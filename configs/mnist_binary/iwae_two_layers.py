"""IWAE of 50 samples with two stochastic layers on MNIST whose pixels are drawn anew (Burda et al. 2016, Table 1).

  python -m launch.train --config=configs/mnist_binary/iwae_two_layers.py --workdir=runs/mnist_binary_iwae_two_layers

The steps are the published 3,280 epochs. Not measured yet: `launch.reproduce --table=iwae`.
"""

from configs import iwae


def get_config():
    return iwae.burda("iwae", samples=50, layers=2)
