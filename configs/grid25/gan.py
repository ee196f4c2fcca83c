"""GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/grid25_gan

The rates, 1e-2 for D and 1e-3 for G, are the best of ten pairs after 12,000 steps, one seed: 13 modes, .64 high
quality; the others have 0 to 3 modes.

Measured by `launch.reproduce --table=sig_grid` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 30,000 steps, 180 s: modes 17 +- 1.3, high quality 0.818 +- 0.032, KL 0.654 +- 0.094.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 45_000
    sig.gan(config, (100,))
    common.rates(config, 2.19e-3, 1.37e-2)
    for player in ("generator_tx", "discriminator_tx"):
        config[player].decay_steps = 0  # constant; a row of the table has rates that fall
    return config
