"""GAN-SI on the 10 x 10 grid (SIG, Eq. 12).

  python -m launch.train --config=configs/grid/gan_si.py --workdir=runs/grid_gan_si

H_M has a constant sigma of .05, a quarter of the spacing of the modes; the rates here are the GAN's; those of
its own search are below.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 18,750 steps, 3 trials, weight
0: modes 26 +- 13, high quality 0.506 +- 0.23; weight 0.1: 39 +- 6.6, 0.54 +- 0.17; weight 1: 58.3 +- 3.5, 0.611 +-
0.013; weight 10: 85.3 +- 0.67, 0.474 +- 0.0047.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.0133, generator_tx 0.000121, weight 3.44): 43,825 steps, 3 trials, 275 s: modes 60.7 +- 2.2,
high quality 0.303 +- 0.0059, KL 2.58 +- 0.033.
"""

from configs import sig
from configs.grid import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.05, weight=0.1)
    sig.search_weight(config)
    return config
