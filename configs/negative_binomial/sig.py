"""SIG with a Poisson layer on counts, NegBin(2, .5) (SIG, Fig. 1a).

  python -m launch.train --config=configs/negative_binomial/sig.py --workdir=runs/negative_binomial_sig

MEASURED
"""

from configs import sig


def get_config():
    config = sig.counts("negative_binomial")
    config.steps = 6_000
    sig.sig(config, "poisson")
    return config
