"""SNGAN on the 5 x 5 grid of Gaussians: the hinge loss and a D of spectrally normalised layers, otherwise as the GAN.

  python -m launch.train --config=configs/grid25/sngan.py --workdir=runs/grid25_sngan

The rates are the GAN's; the row of `launch.reproduce --table=coverage` has those of a search of its own.
"""

from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    config.method.loss = "hinge"
    config.networks.discriminator.spectral_norm = True
    return config
