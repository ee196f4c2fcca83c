"""GAN-SI on the ring of 8 Gaussians: the GAN with H_M (SIG, Eq. 12), sigma a quarter of the modes' spacing.

  python -m launch.train --config=configs/ring/gan_si.py --workdir=runs/ring_gan_si

A row of `launch.reproduce --table=coverage`.
"""

from configs import sig
from configs.ring import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.19, weight=0.1)
    sig.search_weight(config)
    return config
