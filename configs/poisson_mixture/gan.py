"""GAN on counts, half Poisson(10), half NegBin(.2, .9), its samples rounded for scoring (SIG, Fig. 1f).

  python -m launch.train --config=configs/poisson_mixture/gan.py --workdir=runs/poisson_mixture_gan

The rates, which fall to 0 with the last step, are the best of 16 draws
(results/tuning/poisson_mixture_gan_falling_rates.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 37 s: total variation 0.148 +- 0.043; at constant rates, the best of 16 draws, 0.0895 +-
0.026; at those that were found by hand 0.0923 +- 0.0097.
"""

from configs import sig


def get_config():
    config = sig.counts("poisson_mixture")
    config.steps = 6_000
    sig.toy_gan(config, 4.01e-3, 4.58e-3)
    return config
