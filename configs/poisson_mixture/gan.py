"""GAN on counts, half Poisson(10), half NegBin(.2, .9), its samples rounded for scoring (SIG, Fig. 1f).

  python -m launch.train --config=configs/poisson_mixture/gan.py --workdir=runs/poisson_mixture_gan

Of D's rates 1e-4, 3e-4 and 1e-3, 6,000 steps, one seed: total variation .08, .09, .32.

Measured by `launch.reproduce --table=sig_toys` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 6,000 steps, 23 s: total variation 0.0791 +- 0.014.
"""

from configs import sig


def get_config():
    config = sig.counts("poisson_mixture")
    config.steps = 6_000
    sig.toy_gan(config, 4.01e-3, 4.58e-3)
    return config
