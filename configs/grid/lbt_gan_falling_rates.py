r"""LBT-GAN on the 10 x 10 grid whose rates of G and D fall to 0, otherwise as `grid/lbt_gan`.

python -m launch.train --config=configs/grid/lbt_gan_falling_rates.py --workdir=runs/grid_lbt_gan_falling
"""

from configs import common
from configs.grid import lbt_gan


def get_config():
    config = lbt_gan.get_config()
    config.steps = 60_000
    common.decay(config, "generator_tx", "discriminator_tx")
    return config
