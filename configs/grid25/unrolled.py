"""Unrolled GAN, K = 5, on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/unrolled.py --workdir=runs/grid25_unrolled

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_unrolled.json; 1,281 steps, one seed): 1
mode. The published figures, 6.2 modes, are not reached.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): Unrolled GAN:
5,400 steps, 5 trials, 285 s: modes 1.2 +- 0.2, high quality 0.131 +- 0.0063, KL 3.6 +- 0.037.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00458, generator_tx 0.00401): 2,328 steps, 5 trials, 127 s: modes 0.8 +- 0.2, high quality
0.0934 +- 0.0095, KL 3.86 +- 0.049; uneven 5 x 5 (discriminator_tx 0.0295, generator_tx 0.0269): 3,568 steps, 5
trials, 132 s: modes 0 +- 0, high quality 0.00989 +- 0.0058, KL 4.42 +- 0.042.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 6,984 steps, 5 trials, 310 s: modes 2.4 +- 0.51,
high quality 0.177 +- 0.015, KL 3.35 +- 0.083, and still rising; uneven 5 x 5: 10,704 steps, 5 trials, 349 s: modes
0.4 +- 0.24, high quality 0.122 +- 0.09, KL 4.16 +- 0.22.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the same draw and row; uneven 5 x 5, the second
draw of its search (discriminator_tx 0.00507, generator_tx 0.000919): 10,704 steps, 5 trials, 426 s: modes 1.6 +- 0.4,
high quality 0.153 +- 0.012, KL 3.48 +- 0.07.

With `surrogate="generator"` and the non-saturating loss, G's own part of the game at D^K, the rows were 0.8 +- 0.2
(sig_grid), 0.4 +- 0.24 and 0.8 +- 0.2 (coverage), 1 +- 0 and 2.4 +- 0.24 (coverage_long); with D at 1e-2, 10,000
steps, three seeds, .67 +- .33.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 10_000
    common.unrolled(config)
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
