"""MDGAN on the 10 x 10 grid with four hidden layers where `grid/mdgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/mdgan.py --workdir=runs/grid_deep_mdgan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/mdgan`: 15,608
steps, 3 trials, 311 s: modes 8.33 +- 3.2, high quality 0.111 +- 0.028, KL 3.78 +- 0.12.
"""

from configs import deep
from configs.grid import mdgan


def get_config():
    return deep.deepen(mdgan.get_config(), updates=2)  # of G: in its manifold and its diffusion step
