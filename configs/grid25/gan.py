"""GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/grid25_gan

The rates are the best of 16 draws of `launch.tune` (results/tuning/grid25_gan.json; 17,500 steps, one seed): 19
modes; the others have 0 to 17. Tried to refute SIG's lead: rates that fall to 0 as SIG's do, 32 draws (20 and 23
modes at best, but 16 over five fresh seeds), and the least-squares loss, 16 draws (18 modes at best). Of five fresh
seeds two cover all 25 modes and one 18.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): GAN: 45,000 steps,
5 trials, 132 s: modes 21.8 +- 1.5, high quality 0.923 +- 0.015, KL 0.205 +- 0.061; GAN, falling rates: 45,000
steps, 5 trials, 133 s: modes 16 +- 1.3, high quality 0.776 +- 0.064, KL 0.84 +- 0.21; uneven: GAN: 45,000
steps, 5 trials, 259 s: modes 22.6 +- 0.93, high quality 0.91 +- 0.013, KL 0.178 +- 0.047.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(discriminator_tx 0.00499, generator_tx 0.00409): 40,120 steps, 5 trials, 100 s: modes 20.8 +- 0.73, high quality
0.851 +- 0.043, KL 0.423 +- 0.14; uneven 5 x 5 (discriminator_tx 0.0137, generator_tx 0.00219): 39,768 steps, 5
trials, 98 s: modes 22 +- 0.89, high quality 0.895 +- 0.014, KL 0.225 +- 0.048.

The same draw on 5 x 5 by `launch.reproduce --table=coverage_long`: 120,360 steps, 5 trials, 480 s: modes 23.6 +-
0.75, high quality 0.965 +- 0.0033, KL 0.0735 +- 0.023.
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
