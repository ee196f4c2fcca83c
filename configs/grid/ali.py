"""ALI (Dumoulin et al. 2017) on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/ali.py --workdir=runs/grid_ali

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.000553, encoder_tx 0.00111, generator_tx 0.000118): 35,475 steps, 3 trials, 256 s: modes 43.7 +-
5.5, high quality 0.343 +- 0.029, KL 2.58 +- 0.15.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.ali(config, hidden=(128, 128))
    common.finely(config)
    return config
