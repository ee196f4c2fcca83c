"""SNGAN on the 10 x 10 grid: the hinge loss and a D of spectrally normalised layers, otherwise as the GAN.

  python -m launch.train --config=configs/grid/sngan.py --workdir=runs/grid_sngan

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs.grid import gan


def get_config():
    config = gan.get_config()
    config.method.loss = "hinge"
    config.networks.discriminator.spectral_norm = True
    return config
