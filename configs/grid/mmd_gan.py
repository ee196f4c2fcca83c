"""MMD-GAN with a mixture of kernels (Li et al. 2017) on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/mmd_gan.py --workdir=runs/grid_mmd_gan

The decoder has 16 latents, the features that the encoder makes.

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.mmd_gan(config)
    config.networks.encoder.input_scale = 10.0  # as `common.finely` gives it to what takes x
    return config
