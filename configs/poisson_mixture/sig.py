"""SIG with a Poisson layer on counts, half Poisson(10), half NegBin(.2, .9) (SIG, Fig. 1f).

  python -m launch.train --config=configs/poisson_mixture/sig.py --workdir=runs/poisson_mixture_sig

The rate is the best of 16 draws (results/tuning/poisson_mixture_sig.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 20 s: total variation 0.00904 +- 0.00042.
"""

from configs import sig


def get_config():
    config = sig.counts("poisson_mixture")
    config.steps = 6_000
    sig.sig(config, "poisson", rate=1.05e-2)
    return config
