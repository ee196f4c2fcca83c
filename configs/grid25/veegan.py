"""VEEGAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/veegan.py --workdir=runs/grid25_veegan

Its best draw of 16 (results/tuning/grid25_veegan.json, 5,500 steps) had one mode, fewer than rates found by hand. D
learns at 1e-2: of 1e-3, 3e-3 and 1e-2, 6,000 steps, one seed, 0, 1 and 3 modes. With ten normal latents in place
of the comparison's two uniform ones it has as many. With batches of 500 and all rates at 1e-2 it is not finite after
1,075 steps.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): VEEGAN: 18,000
steps, 5 trials, 153 s: modes 8.6 +- 0.51, high quality 0.621 +- 0.037, KL 1.73 +- 0.061.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.0133, encoder_tx 0.000121, generator_tx 0.00642, reconstruction_weight 0.0336): 13,232 steps, 5
trials, 92 s: modes 12.2 +- 1.1, high quality 0.802 +- 0.027, KL 0.928 +- 0.097; uneven 5 x 5 (discriminator_tx
0.0133, encoder_tx 0.000121, generator_tx 0.00642, reconstruction_weight 0.0336): 13,704 steps, 5 trials, 93 s:
modes 15 +- 0.45, high quality 0.853 +- 0.0073, KL 0.642 +- 0.048.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 39,696 steps, 5 trials, 465 s: modes 18.4 +- 1.1,
high quality 0.935 +- 0.0084, KL 0.368 +- 0.059; uneven 5 x 5: 41,112 steps, 5 trials, 384 s: modes 17.4 +- 1.1,
high quality 0.925 +- 0.0077, KL 0.366 +- 0.069.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.veegan(config)
    config.discriminator_tx.learning_rate = 1e-2
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    sig.encoder(config)
    common.search_veegan(config)
    return config
