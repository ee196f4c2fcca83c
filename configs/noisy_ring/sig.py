"""SIG on a circle with Gaussian noise of std .1, sigma = .1 (SIG, Fig. 1c).

  python -m launch.train --config=configs/noisy_ring/sig.py --workdir=runs/noisy_ring_sig

The rate is the best of 16 draws (results/tuning/noisy_ring_sig.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 30 s: squared MMD 0.000898 +- 7.6e-05.
"""

from configs import sig


def get_config():
    config = sig.points("noisy_ring")
    config.steps = 6_000
    sig.sig(config, rate=6.41e-3)
    return config
