"""MMD-GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/mmd_gan.py --workdir=runs/grid25_mmd_gan

Measured by itself, in no table: 2,500 steps of seed 1000, with the critic at 1e-3, 205 s on a core of a 2-core
CPU that other work shared: modes 0 of 25, high quality .056. These rates, weight and bandwidths were not
searched, and this is early: on the ring 3,000 steps cover all modes.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(critic_tx 0.00297, generator_tx 0.000687, reconstruction_weight 0.0369): 1,144 steps, 5 trials, 96 s: modes 0 +- 0,
high quality 0.0282 +- 0.0034, KL 4.27 +- 0.023; uneven 5 x 5 (critic_tx 0.000272, generator_tx 0.0137,
reconstruction_weight 0.147): 1,064 steps, 5 trials, 84 s: modes 0 +- 0, high quality 0.0468 +- 0.0026, KL 4.14 +-
0.018.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 3,432 steps, 5 trials, 436 s: modes 0.2 +- 0.2,
high quality 0.0437 +- 0.0044, KL 4.16 +- 0.022; uneven 5 x 5: 3,192 steps, 5 trials, 523 s: modes 1.2 +- 0.37, high
quality 0.122 +- 0.012, KL 3.7 +- 0.058.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the third draw of its search (critic_tx 0.00334,
generator_tx 0.000892, method.reconstruction_weight 9.75): 3,432 steps, 5 trials, 326 s: modes 0 +- 0, high quality
0.0592 +- 0.0057, KL 4.02 +- 0.04.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 5_000
    sig.gan(config, (100,))
    common.mmd_gan(config)
    return config
