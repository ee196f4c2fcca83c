"""GAN on counts, NegBin(2, .5), its samples rounded for scoring (SIG, Fig. 1a).

  python -m launch.train --config=configs/negative_binomial/gan.py --workdir=runs/negative_binomial_gan

Of D's rates 1e-4, 3e-4 and 1e-3, 6,000 steps, one seed: total variation .07, .21, .16.

A row of `launch.reproduce --table=sig_toys`, to be measured again: results/README.md says why.
"""

from configs import sig


def get_config():
    config = sig.counts("negative_binomial")
    config.steps = 6_000
    sig.toy_gan(config, 1.1e-4, 1.26e-4)
    return config
