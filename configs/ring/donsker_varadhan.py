"""GAN by the Donsker-Varadhan bound of the KL on the ring of 8 Gaussians (Belghazi et al. 2018).

  python -m launch.train --config=configs/ring/donsker_varadhan.py --workdir=runs/ring_donsker_varadhan

Measured by `launch.reproduce --table=f_gan` (one CPU core; 15,000 steps, 3 trials, 92 s): modes 8 +- 0, high quality
.966 +- .001, KL .015 +- .001, intra-mode KL 1.09 +- .07.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    common.donsker_varadhan(config)
    return config
