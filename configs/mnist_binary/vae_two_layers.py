"""VAE with two stochastic layers on MNIST whose pixels are drawn anew (Burda et al. 2016, Table 1).

  python -m launch.train --config=configs/mnist_binary/vae_two_layers.py --workdir=runs/mnist_binary_vae_two_layers

The steps are the published 3,280 epochs, which were not run (`launch.reproduce --table=iwae`).
After the first 13 (cpu budget, 212 s for two trials): NLL 117 +- 1.3 [89.0].
"""

from configs import iwae


def get_config():
    return iwae.burda("vae", samples=1, layers=2)
