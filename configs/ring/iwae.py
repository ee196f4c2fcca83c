"""IWAE (Burda et al. 2016) of five samples on the ring of 8 Gaussians, otherwise as the VAE.

  python -m launch.train --config=configs/ring/iwae.py --workdir=runs/ring_iwae

A row of `launch.reproduce --table=coverage`.
"""

from configs.ring import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    return config
