"""MDGAN (Che et al. 2017) on the 10 x 10 grid, otherwise as the GAN.

  python -m launch.train --config=configs/grid/mdgan.py --workdir=runs/grid_mdgan

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.001, encoder_tx 0.00031, generator_tx 0.000168, distance_weight 0.0551, mode_weight 0.00787):
25,175 steps, 3 trials, 272 s: modes 19.7 +- 1.2, high quality 0.596 +- 0.024, KL 2.2 +- 0.11.
"""

from configs import common, mdgan
from configs.grid import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    common.finely(config)
    mdgan.search(config, "mdgan")
    return config
