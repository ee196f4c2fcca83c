"""f-GAN on the ring of 8 Gaussians (Nowozin et al. 2016).

  python -m launch.train --config=configs/ring/f_gan.py --workdir=runs/ring_f_gan

The loss is any of `ganjax.losses.f_divergences` (--config.method.loss=pearson). For the Donsker-Varadhan bound of
the KL it is wasserstein, with the term donsker_varadhan on both sides.

Not measured yet.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    common.gan(config, "kl")
    return config
