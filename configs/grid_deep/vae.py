"""The VAE on the 10 x 10 grid with four hidden layers where `grid/vae` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/vae.py --workdir=runs/grid_deep_vae

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/vae`: 46,206 steps,
3 trials, 339 s: modes 95.7 +- 2.8, high quality 0.522 +- 0.048, KL 1.52 +- 0.2.
"""

from configs import deep
from configs.grid import vae


def get_config():
    return deep.deepen(vae.get_config())
