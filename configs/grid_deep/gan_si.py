"""GAN-SI on the 10 x 10 grid with four hidden layers where `grid/gan_si` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/gan_si.py --workdir=runs/grid_deep_gan_si

A row of `launch.reproduce --table=coverage_deep`.
"""

from configs import deep
from configs.grid import gan_si


def get_config():
    return deep.deepen(gan_si.get_config())
