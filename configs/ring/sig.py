"""SIG on the ring of eight Gaussians, sigma = .1, their own std (SIG, Fig. 1h).

  python -m launch.train --config=configs/ring/sig.py --workdir=runs/ring_sig

Measured by `launch.reproduce --table=sig_toys` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 6,000 steps, 21 s: modes 8 +- 0, high quality 0.958 +- 0.0015, intra-mode KL 0.0297 +-
0.0024.
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.sig(config, rate=1.33e-2)
    return config
