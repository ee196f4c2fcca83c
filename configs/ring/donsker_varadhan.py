"""GAN by the Donsker-Varadhan bound of the KL on the ring of 8 Gaussians (Belghazi et al. 2018).

  python -m launch.train --config=configs/ring/donsker_varadhan.py --workdir=runs/ring_donsker_varadhan

Not measured yet: `launch.reproduce --table=f_gan`.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    common.donsker_varadhan(config)
    return config
