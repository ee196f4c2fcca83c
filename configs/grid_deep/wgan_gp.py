"""WGAN-GP on the 10 x 10 grid with four hidden layers where `grid/wgan_gp` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/wgan_gp.py --workdir=runs/grid_deep_wgan_gp

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/wgan_gp`: 5,410
steps, 3 trials, 188 s: modes 0.333 +- 0.33, high quality 0.0486 +- 0.0013, KL 4.11 +- 0.0062.
"""

from configs import deep
from configs.grid import wgan_gp


def get_config():
    return deep.deepen(wgan_gp.get_config())
