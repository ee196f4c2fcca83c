"""GAN-SI on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Eq. 12).

  python -m launch.train --config=configs/grid25/gan_si.py --workdir=runs/grid25_gan_si

H_M has a constant sigma of .5, a quarter of the spacing of the modes: with more, its minimum is between the modes.
The rates are the GAN's and were not searched for it. A row of `launch.reproduce --table=frontier`. Not measured yet.
"""

from configs import sig
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.5, weight=0.1)
    return config
