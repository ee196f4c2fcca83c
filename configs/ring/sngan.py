"""SNGAN (Miyato et al. 2018) on the ring: the hinge loss and a D of spectrally normalised layers, else as the GAN.

  python -m launch.train --config=configs/ring/sngan.py --workdir=runs/ring_sngan

A row of `launch.reproduce --table=coverage`. The momenta and the one step of D are the GAN's, not its paper's:
`sngan_published` has those.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00642, generator_tx 0.000272): 7,142 steps, 5 trials, 65 s: modes 7.6 +- 0.4, high quality 0.277
+- 0.0015, KL 2.67 +- 0.01. The same draw by `launch.reproduce --table=coverage_long`: 35,712 steps, 5 trials, 377
s: modes 8 +- 0, high quality 0.3 +- 0.0012, KL 2.55 +- 0.0065.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    return config
