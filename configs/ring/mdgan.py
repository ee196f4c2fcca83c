"""MDGAN (Che et al. 2017) on the ring of 8 Gaussians, otherwise as the GAN.

  python -m launch.train --config=configs/ring/mdgan.py --workdir=runs/ring_mdgan

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.0026, encoder_tx 0.000627, generator_tx 0.00297, distance_weight 0.0103, mode_weight 0.015):
3,197 steps, 5 trials, 58 s: modes 4.4 +- 0.93, high quality 0.475 +- 0.14, KL 2.05 +- 0.6. The same draw by
`launch.reproduce --table=coverage_long`: 15,984 steps, 5 trials, 308 s: modes 2.4 +- 0.93, high quality 0.234 +-
0.082, KL 3.19 +- 0.43.
"""

from configs import mdgan
from configs.ring import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    mdgan.search(config, "mdgan")
    return config
