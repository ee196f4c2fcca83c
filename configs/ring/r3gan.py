"""R3GAN on the ring of 8 Gaussians (Huang et al. 2024).

  python -m launch.train --config=configs/ring/r3gan.py --workdir=runs/ring_r3gan

The rates and the weight are the best of 8 draws of `launch.tune` (616 steps, one seed), which by a mistake varied the
weight of R1 alone. Measured by itself, in no table, with one weight for both: 5,000 steps of one fresh seed
(1000), 38 s on a core of a 2-core CPU that other work shared: modes 8 of 8, high quality .890, KL .158, intra-mode
KL 2.41.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(discriminator_tx 0.00077, generator_tx 0.0026, penalty weight 0.000854): 3,437 steps, 5 trials, 61 s: modes 4 +-
0.63, high quality 0.343 +- 0.061, KL 2.54 +- 0.3.

The same draw by `launch.reproduce --table=coverage_long`: 17,184 steps, 5 trials, 440 s: modes 8 +- 0, high quality
0.941 +- 0.003, KL 0.0695 +- 0.0037.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 5_000
    common.gan(config)
    common.r3gan(config, weight=0.149)
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
