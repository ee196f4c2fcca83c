"""MDGAN (Che et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/mdgan.py --workdir=runs/ring_mdgan

A row of `launch.reproduce --table=coverage`.
"""

from configs import mdgan
from configs.ring import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    mdgan.search(config, "mdgan")
    return config
