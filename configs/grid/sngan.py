"""SNGAN on the 10 x 10 grid: the hinge loss and a D of spectrally normalised layers, otherwise as the GAN.

  python -m launch.train --config=configs/grid/sngan.py --workdir=runs/grid_sngan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.00222, generator_tx 0.0207): 59,575 steps, 3 trials, 288 s: modes 12 +- 0, high quality 0.071 +-
0.00021, KL 4.03 +- 0.0027.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.sngan(config)
    return config
