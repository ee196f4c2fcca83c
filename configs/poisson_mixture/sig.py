"""SIG with a Poisson layer on counts, half Poisson(10), half NegBin(.2, .9) (SIG, Fig. 1f).

  python -m launch.train --config=configs/poisson_mixture/sig.py --workdir=runs/poisson_mixture_sig

MEASURED
"""

from configs import sig


def get_config():
    config = sig.counts("poisson_mixture")
    config.steps = 6_000
    sig.sig(config, "poisson")
    return config
