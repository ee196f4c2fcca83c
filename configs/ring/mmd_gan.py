"""MMD-GAN on the ring of 8 Gaussians (Li et al. 2017).

  python -m launch.train --config=configs/ring/mmd_gan.py --workdir=runs/ring_mmd_gan

Not measured yet.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 3_000
    common.gan(config)
    common.mmd_gan(config)
    return config
