"""MMD-GAN whose critic is clipped, as in its paper, on the 5 x 5 grid of Gaussians.

  python -m launch.train --config=configs/grid25/mmd_gan_clipped.py --workdir=runs/grid25_mmd_gan_clipped

A row of `launch.reproduce --table=coverage_settings`.

Measured by `launch.reproduce --table=coverage_settings` on one CPU core, at the best of 16 draws of its own
(critic_tx.clip_parameters 0.533, critic_tx 0.00219, generator_tx 0.000553, reconstruction_weight 0.0491): 752 steps,
5 trials, 99 s: modes 0 +- 0, high quality 0.0282 +- 0.0023, KL 4.26 +- 0.017.
"""

from configs import common
from configs.grid25 import mmd_gan


def get_config():
    config = mmd_gan.get_config()
    common.clipped_mmd_gan(config)
    return config
