"""IWAE of 50 samples with two stochastic layers on MNIST whose pixels are drawn anew (Burda et al. 2016, Table 1).

  python -m launch.train --config=configs/mnist_binary/iwae_two_layers.py --workdir=runs/mnist_binary_iwae_two_layers

The steps are the published 3,280 epochs, which were not run (`launch.reproduce --table=iwae`).
After the first 13 (cpu budget) with 50 samples: NLL 95.2 +- .02 [84.3], 2,835 s; with 5: 98.0 +- .8 [85.8], 437 s.
"""

from configs import iwae


def get_config():
    return iwae.burda("iwae", samples=50, layers=2)
