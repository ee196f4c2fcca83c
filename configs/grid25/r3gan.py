"""R3GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/r3gan.py --workdir=runs/grid25_r3gan

The rates are those of the GAN there. With 10,000 steps of seed 1, weights of 1e-4, 1e-3 and 1e-2 had 20, 19 and 15
modes and .643, .682 and .614 high quality. Measured by itself, in no table: 20,000 steps of one fresh seed
(1000) at 1e-3 on a core of a 2-core CPU: modes 15 of 25, high quality .571, KL 1.46.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00613, generator_tx 0.002, penalty weight 0.000727): 29,992 steps, 5 trials, 118 s: modes 24.2
+- 0.37, high quality 0.893 +- 0.012, KL 0.193 +- 0.04; uneven 5 x 5 (discriminator_tx 0.0016, generator_tx 0.016,
penalty weight 4.02): 30,928 steps, 5 trials, 99 s: modes 6.6 +- 1.4, high quality 0.349 +- 0.063, KL 2.49 +- 0.32.

The same draw on 5 x 5 by `launch.reproduce --table=coverage_long`: 89,976 steps, 5 trials, 437 s: modes 24.6 +-
0.4, high quality 0.943 +- 0.0037, KL 0.0827 +- 0.012.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    sig.gan(config, (100,))
    common.r3gan(config, weight=1e-3)
    common.rates(config, 2.19e-3, 1.37e-2)
    return config
