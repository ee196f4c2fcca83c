"""IWAE of five samples (Burda et al. 2016) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/iwae.py --workdir=runs/grid25_iwae

A row of `launch.reproduce --table=coverage`, to be tuned and measured.
"""

from configs.grid25 import vae


def get_config():
    config = vae.get_config()
    config.method.update(name="iwae", samples=5)
    return config
