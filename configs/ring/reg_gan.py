"""Reg-GAN (Che et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/reg_gan.py --workdir=runs/ring_reg_gan

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00507, generator_tx 0.000919, distance_weight 0.00254, mode_weight 0.146, tx 0.002): 4,291
steps, 5 trials, 59 s: modes 7.6 +- 0.4, high quality 0.946 +- 0.00099, KL 0.107 +- 0.039. The same draw by
`launch.reproduce --table=coverage_long`: 21,456 steps, 5 trials, 447 s: modes 7.6 +- 0.4, high quality 0.95 +-
0.018, KL 0.102 +- 0.047.
"""

from configs import mdgan
from configs.ring import gan


def get_config():
    config = mdgan.reg_gan(gan.get_config())
    mdgan.search(config, "reg_gan")
    return config
