"""GAN-SI on the 10 x 10 grid (SIG, Eq. 12).

  python -m launch.train --config=configs/grid/gan_si.py --workdir=runs/grid_gan_si

H_M has a constant sigma of .05, a quarter of the spacing of the modes; the rates are the GAN's and were not searched
for it.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): 3,750 steps, 3 trials, weight 0: modes
7.67 +- 7.7, high quality 0.095 +- 0.03; weight 1: 11 +- 5.5, 0.117 +- 0.025; weight 10: 1.67 +- 0.88, 0.095 +-
0.0016, which is early.
"""

from configs import sig
from configs.grid import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.05, weight=0.1)
    return config
