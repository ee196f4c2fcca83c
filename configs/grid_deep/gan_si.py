"""GAN-SI on the 10 x 10 grid with four hidden layers where `grid/gan_si` has two, and falling rates.

  python -m launch.train --config=configs/grid_deep/gan_si.py --workdir=runs/grid_deep_gan_si

Measured by `launch.reproduce --table=coverage_deep` on one CPU core, at the best draw of `grid/gan_si`: 27,172
steps, 3 trials, 323 s: modes 70 +- 7.2, high quality 0.34 +- 0.023, KL 2.39 +- 0.12.
"""

from configs import deep
from configs.grid import gan_si


def get_config():
    return deep.deepen(gan_si.get_config())
