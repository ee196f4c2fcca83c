"""ALI (Dumoulin et al. 2017) on the ring of 8 Gaussians, with VEEGAN's networks.

  python -m launch.train --config=configs/ring/ali.py --workdir=runs/ring_ali

A row of `launch.reproduce --table=coverage`.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.000203, encoder_tx 0.00458, generator_tx 0.00401): 6,336 steps, 5 trials, 58 s: modes 6.2 +-
0.66, high quality 0.267 +- 0.0075, KL 2.74 +- 0.04.

The same draw by `launch.reproduce --table=coverage_long`: 31,680 steps, 5 trials, 480 s: modes 0.8 +- 0.8, high
quality 0.155 +- 0.15, KL 3.79 +- 0.7.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.ali(config)
    return config
