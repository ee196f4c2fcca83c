"""f-GAN on the ring of 8 Gaussians (Nowozin et al. 2016).

  python -m launch.train --config=configs/ring/f_gan.py --workdir=runs/ring_f_gan

The loss is any of `ganjax.losses.f_divergences` (--config.method.loss=pearson); the Donsker-Varadhan bound of the KL
is `ring/donsker_varadhan`.

Measured by `launch.reproduce --table=f_gan` (one CPU core; KL, 15,000 steps, 3 trials, 110 s): modes 8 +- 0, high
quality .966 +- .002, KL .016 +- .002, intra-mode KL 1.45 +- .3.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    common.gan(config, "kl")
    return config
