"""SNGAN (Miyato et al. 2018) on the ring: the hinge loss and a D of spectrally normalised layers, else as the GAN.

  python -m launch.train --config=configs/ring/sngan.py --workdir=runs/ring_sngan

A row of `launch.reproduce --table=coverage`.
"""

from configs.ring import gan


def get_config():
    config = gan.get_config()
    config.method.loss = "hinge"
    config.networks.discriminator.spectral_norm = True
    return config
