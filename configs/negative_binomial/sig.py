"""SIG with a Poisson layer on counts, NegBin(2, .5) (SIG, Fig. 1a).

  python -m launch.train --config=configs/negative_binomial/sig.py --workdir=runs/negative_binomial_sig

The rate is the best of 16 draws (results/tuning/negative_binomial_sig.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 25 s: total variation 0.00386 +- 0.00038.
"""

from configs import sig


def get_config():
    config = sig.counts("negative_binomial")
    config.steps = 6_000
    sig.sig(config, "poisson", rate=1.05e-2)
    return config
