"""WGAN-GP (Gulrajani et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/wgan_gp.py --workdir=runs/grid25_wgan_gp

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0269, generator_tx 0.00499, penalty weight 0.894): 8,904 steps, 5 trials, 108 s: modes 15.6 +-
2.9, high quality 0.586 +- 0.093, KL 1.37 +- 0.45; uneven 5 x 5 (discriminator_tx 0.00318, generator_tx 0.00641,
penalty weight 0.427): 10,504 steps, 5 trials, 105 s: modes 19 +- 1.9, high quality 0.669 +- 0.038, KL 0.914 +-
0.15.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 26,712 steps, 5 trials, 403 s: modes 11.8 +- 2.4,
high quality 0.502 +- 0.071, KL 1.75 +- 0.33; uneven 5 x 5: 31,512 steps, 5 trials, 286 s: modes 24 +- 0.45, high
quality 0.883 +- 0.0085, KL 0.196 +- 0.022.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (discriminator_tx
0.00613, generator_tx 0.002, gradient_penalty weight 0.0853): 26,712 steps, 5 trials, 284 s: modes 24.8 +- 0.2, high
quality 0.855 +- 0.011, KL 0.253 +- 0.031; uneven 5 x 5, the fourth draw of its search (discriminator_tx 0.00613,
generator_tx 0.002, gradient_penalty weight 0.0853): 31,512 steps, 5 trials, 357 s: modes 25 +- 0, high quality
0.877 +- 0.0091, KL 0.195 +- 0.023.
"""

from configs import common
from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    common.wgan_gp(config, weight=0.894)
    common.rates(config, 4.99e-3, 2.69e-2)
    common.search_penalty(config)
    return config
