"""VAE with one stochastic layer on MNIST whose pixels are drawn anew (Burda et al. 2016, Table 1).

  python -m launch.train --config=configs/mnist_binary/vae.py --workdir=runs/mnist_binary_vae

The steps are the published 3,280 epochs, which were not run (`launch.reproduce --table=iwae`).
After the first 13 (cpu budget, 159 s for two trials): NLL 98.4 +- .3 [88.7], 19.5 +- 3.5 active units.
"""

from configs import iwae


def get_config():
    return iwae.burda("vae", samples=1, layers=1)
