"""GAN on counts, NegBin(2, .5), its samples rounded for scoring (SIG, Fig. 1a).

  python -m launch.train --config=configs/negative_binomial/gan.py --workdir=runs/negative_binomial_gan

The rates, which fall to 0 with the last step, are the best of 16 draws
(results/tuning/negative_binomial_gan_falling_rates.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 37 s: total variation 0.191 +- 0.026; at constant rates, the best of 16 draws, 0.159 +-
0.031; at those that were found by hand 0.352 +- 0.036. The search's own best was at .083: the runs differ much.
"""

from configs import sig


def get_config():
    config = sig.counts("negative_binomial")
    config.steps = 6_000
    sig.toy_gan(config, 1.1e-4, 1.26e-4)
    return config
