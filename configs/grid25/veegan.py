"""VEEGAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/veegan.py --workdir=runs/grid25_veegan

Its best draw of 16 (results/tuning/grid25_veegan.json, 5,500 steps) had one mode, fewer than rates found by hand. D
learns at 1e-2: of 1e-3, 3e-3 and 1e-2, 6,000 steps, one seed, 0, 1 and 3 modes. With ten normal latents in place
of the comparison's two uniform ones it has as many. With batches of 500 and all rates at 1e-2 it is not finite after
1,075 steps.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): VEEGAN: 18,000
steps, 5 trials, 153 s: modes 8.6 +- 0.51, high quality 0.621 +- 0.037, KL 1.73 +- 0.061.

Measured by `launch.reproduce --table=coverage` at the best of 16 draws of its own (discriminator_tx 0.0137,
generator_tx 0.00219): 13,288 steps, 5 trials, 101 s of one CPU core: modes 9.2 +- 1.2, high quality 0.624 +- 0.043,
KL 1.65 +- 0.13.
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
