"""GAN on counts, NegBin(2, .5), its samples rounded for scoring (SIG, Fig. 1a).

  python -m launch.train --config=configs/negative_binomial/gan.py --workdir=runs/negative_binomial_gan

Of D's rates 1e-4, 3e-4 and 1e-3, 6,000 steps, one seed: total variation .07, .21, .16.

Measured by `launch.reproduce --table=sig_toys` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 6,000 steps, 25 s: total variation 0.434 +- 0.046.
"""

from configs import sig


def get_config():
    config = sig.counts("negative_binomial")
    config.steps = 6_000
    sig.gan(config)
    return config
