"""GAN-SI on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Eq. 12).

  python -m launch.train --config=configs/grid25/gan_si.py --workdir=runs/grid25_gan_si

H_M has a constant sigma of .5, a quarter of the spacing of the modes: with more, its minimum is between the modes.
The rates are the GAN's and were not searched for it.

Measured by `launch.reproduce --table=frontier` (mean +- standard error): 10,000 steps, 3 trials, weight 0: modes 15
+- 0.58, high quality 0.783 +- 0.031; weight 0.1: 16.7 +- 1.2, 0.632 +- 0.059; weight 1: 24.7 +- 0.33, 0.799 +-
0.024; weight 10: 25 +- 0, 0.837 +- 0.026.

Measured by `launch.reproduce --table=coverage` at the best of 16 draws of its own (discriminator_tx 0.00318,
generator_tx 0.00641): 19,704 steps, 5 trials, 101 s of one CPU core: modes 21.2 +- 1.2, high quality 0.696 +- 0.03,
KL 0.797 +- 0.12.
"""

from configs import sig
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.5, weight=0.1)
    sig.search_weight(config)
    return config
