"""SNGAN with the momenta and the five steps of D of its paper, on the 5 x 5 grid of Gaussians.

  python -m launch.train --config=configs/grid25/sngan_published.py --workdir=runs/grid25_sngan_published

A row of `launch.reproduce --table=coverage_settings`.

Measured by `launch.reproduce --table=coverage_settings` on one CPU core, at the best of 16 draws of its own
(discriminator_tx 0.00318, generator_tx 0.00641): 11,032 steps, 5 trials, 91 s: modes 22.8 +- 1, high quality 0.741
+- 0.018, KL 0.629 +- 0.068. With the GAN's momenta and one step of D `sngan` has 1 +- 0.77 after 35,816.
"""

from configs import common
from configs.grid25 import sngan


def get_config():
    config = sngan.get_config()
    common.as_published_sngan(config)
    return config
