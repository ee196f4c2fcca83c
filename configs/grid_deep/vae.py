"""The VAE on the 10 x 10 grid with four hidden layers where `grid/vae` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/vae.py --workdir=runs/grid_deep_vae

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import vae


def get_config():
    return deep.deepen(vae.get_config())
