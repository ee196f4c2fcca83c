"""IWAE of five samples (Burda et al. 2016) on the 10 x 10 grid, with the VAE's networks.

  python -m launch.train --config=configs/grid/iwae.py --workdir=runs/grid_iwae

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs.grid import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    return config
