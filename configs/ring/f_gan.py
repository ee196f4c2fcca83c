"""f-GAN on the ring of 8 Gaussians (Nowozin et al. 2016).

  python -m launch.train --config=configs/ring/f_gan.py --workdir=runs/ring_f_gan

The loss is any of `ganjax.losses.f_divergences` (--config.method.loss=pearson); the Donsker-Varadhan bound of the KL
is `ring/donsker_varadhan`.

Not measured yet: `launch.reproduce --table=f_gan`.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    common.gan(config, "kl")
    return config
