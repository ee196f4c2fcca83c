"""MDGAN (Che et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/mdgan.py --workdir=runs/grid25_mdgan

The rates and weights are those of the row below.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0182, encoder_tx 0.00318, generator_tx 0.00641, distance_weight 0.0427, mode_weight 0.639):
15,712 steps, 5 trials, 111 s: modes 3.6 +- 0.51, high quality 0.411 +- 0.13, KL 2.85 +- 0.36; uneven 5 x 5
(discriminator_tx 0.0182, encoder_tx 0.00318, generator_tx 0.00641, distance_weight 0.0427, mode_weight 0.639):
12,840 steps, 5 trials, 81 s: modes 4 +- 1.9, high quality 0.311 +- 0.1, KL 2.81 +- 0.43.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 47,136 steps, 5 trials, 474 s: modes 1.4 +- 0.51,
high quality 0.599 +- 0.2, KL 3.32 +- 0.35; uneven 5 x 5: 38,520 steps, 5 trials, 352 s: modes 2 +- 0.71, high
quality 0.405 +- 0.16, KL 3.26 +- 0.24.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (discriminator_tx
0.0026, encoder_tx 0.000627, generator_tx 0.00297, method.distance_weight 0.0103, method.mode_weight 0.015): 47,136
steps, 5 trials, 348 s: modes 12 +- 2.1, high quality 0.556 +- 0.054, KL 1.67 +- 0.26; uneven 5 x 5, the second draw
of its search (discriminator_tx 0.00507, encoder_tx 0.000919, generator_tx 0.000216, method.distance_weight 0.146,
method.mode_weight 0.0377): 38,520 steps, 5 trials, 272 s: modes 6.4 +- 1.4, high quality 0.369 +- 0.069, KL 2.42 +-
0.32.
"""

from configs import common, mdgan
from configs.grid25 import gan


def get_config():
    config = mdgan.mdgan(gan.get_config())
    common.rates(config, 6.41e-3, 1.82e-2)
    config.encoder_tx.learning_rate = 3.18e-3
    config.method.update(distance_weight=0.0427, mode_weight=0.639)
    mdgan.search(config, "mdgan")
    return config
