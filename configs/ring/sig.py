"""SIG on the ring of eight Gaussians, sigma = .1, their own std (SIG, Fig. 1h).

  python -m launch.train --config=configs/ring/sig.py --workdir=runs/ring_sig

MEASURED
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.sig(config)
    return config
