"""GAN-SI on the 10 x 10 grid (SIG, Eq. 12).

  python -m launch.train --config=configs/grid/gan_si.py --workdir=runs/grid_gan_si

H_M has a constant sigma of .05, a quarter of the spacing of the modes; the rates are the GAN's and were not searched
for it. A row of `launch.reproduce --table=frontier`. Not measured yet.
"""

from configs import sig
from configs.grid import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.05, weight=0.1)
    return config
