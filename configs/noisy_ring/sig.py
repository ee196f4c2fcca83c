"""SIG on a circle with Gaussian noise of std .1, sigma = .1 (SIG, Fig. 1c).

  python -m launch.train --config=configs/noisy_ring/sig.py --workdir=runs/noisy_ring_sig

MEASURED
"""

from configs import sig


def get_config():
    config = sig.toy("noisy_ring")
    config.steps = 6_000
    config.eval.metrics = ("mmd",)
    config.eval.samples = 2_000
    sig.sig(config)
    return config
