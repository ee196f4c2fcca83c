"""Unrolled GAN, K = 5, on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/unrolled.py --workdir=runs/grid25_unrolled

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_unrolled.json; 2,300 steps, one seed): 2
modes. The published figures, 6.2 modes, are not reached; with D at 1e-2, 10,000 steps, three seeds: .67 +- .33 modes.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): Unrolled GAN:
5,400 steps, 5 trials, 120 s: modes 0.8 +- 0.2, high quality 0.102 +- 0.02, KL 3.94 +- 0.092.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00334, generator_tx 0.000892): 2,440 steps, 5 trials, 65 s: modes 0.4 +- 0.24, high quality
0.0611 +- 0.02, KL 4.12 +- 0.099; uneven 5 x 5 (discriminator_tx 0.00334, generator_tx 0.000892): 4,392 steps, 5
trials, 87 s: modes 0.8 +- 0.2, high quality 0.116 +- 0.018, KL 3.84 +- 0.083.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 7,320 steps, 5 trials, 262 s: modes 1 +- 0, high
quality 0.131 +- 0.009, KL 3.75 +- 0.049; uneven 5 x 5: 13,176 steps, 5 trials, 422 s: modes 2.4 +- 0.24, high
quality 0.255 +- 0.022, KL 3.09 +- 0.073.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the second draw of its search (discriminator_tx
0.00378, generator_tx 0.000466): 7,320 steps, 5 trials, 174 s: modes 1.2 +- 0.2, high quality 0.112 +- 0.0098, KL
3.78 +- 0.044.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 10_000
    common.unrolled(config)
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
