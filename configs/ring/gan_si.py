"""GAN-SI on the ring of 8 Gaussians: the GAN with H_M (SIG, Eq. 12), sigma a quarter of the modes' spacing.

  python -m launch.train --config=configs/ring/gan_si.py --workdir=runs/ring_gan_si

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00077, generator_tx 0.0026, weight 0.132): 5,645 steps, 5 trials, 61 s: modes 8 +- 0, high
quality 0.956 +- 0.0099, KL 0.0351 +- 0.016. The same draw by `launch.reproduce --table=coverage_long`: 28,224
steps, 5 trials, 375 s: modes 8 +- 0, high quality 0.971 +- 0.0052, KL 0.0246 +- 0.0063.
"""

from configs import sig
from configs.ring import gan


def get_config():
    config = gan.get_config()
    sig.regularised(config, sigma=0.19, weight=0.1)
    sig.search_weight(config)
    return config
