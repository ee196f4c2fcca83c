"""MDGAN on the 10 x 10 grid with four hidden layers where `grid/mdgan` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/mdgan.py --workdir=runs/grid_deep_mdgan

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/mdgan`: 15,608
steps, 3 trials, 321 s: modes 37.3 +- 2.7, high quality 0.419 +- 0.067, KL 2.39 +- 0.25. With rates of G that were 0
after half of the steps, as it has two updates in each, it had 8.3 +- 3.2.
"""

from configs import deep
from configs.grid import mdgan


def get_config():
    return deep.deepen(mdgan.get_config(), updates=2)  # of G: in its manifold and its diffusion step
