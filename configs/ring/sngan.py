"""SNGAN (Miyato et al. 2018) on the ring: the hinge loss, a D of spectrally normalised layers, five steps of D.

  python -m launch.train --config=configs/ring/sngan.py --workdir=runs/ring_sngan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own
(discriminator_tx 0.0105, generator_tx 0.000102): 1,354 steps, 5 trials, 65 s: modes 8 +- 0, high quality 0.276 +-
0.0018, KL 2.67 +- 0.01: no better than one Gaussian, as all 16 draws of its search, of which nine have eight modes.
The same draw by `launch.reproduce --table=coverage_long`: 6,768 steps, 5 trials, 315 s: modes 8 +- 0, high quality
0.355 +- 0.026, KL 2.26 +- 0.13. Where D sees ten times x (`sngan_scaled`) the row has 0.97.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    return config
