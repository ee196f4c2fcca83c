"""SIG on the ring of eight Gaussians, sigma = .1, their own std (SIG, Fig. 1h).

  python -m launch.train --config=configs/ring/sig.py --workdir=runs/ring_sig

The rate is the best of 16 draws (results/tuning/ring_sig.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 31 s: modes 8 +- 0, high quality 0.955 +- 0.0037, KL 0.0306 +- 0.0057, intra-mode KL
0.036 +- 0.0074.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(generator_tx 0.0103): 9,485 steps, 5 trials, 49 s: modes 8 +- 0, high quality 0.972 +- 0.00091, KL 0.00912 +-
0.00087. The same draw by `launch.reproduce --table=coverage_long`: 47,424 steps, 5 trials, 340 s: modes 8 +- 0,
high quality 0.98 +- 0.00028, KL 0.00328 +- 0.00018.
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.sig(config, rate=1.33e-2)
    return config
