"""SIG on the 5 x 5 grid of Gaussians (SIG, Table 1).

  python -m launch.train --config=configs/grid25/sig.py --workdir=runs/grid25_sig

Scored are theta, as the paper must have done: x ~ N(theta, sigma²) with its sigma = .1 would keep .675 of the
samples within three standard deviations (.05) at best.
Begun, not tuned: after 4,000 steps theta still fill the whole square, with sigma .05, .1 and .2 alike (0 modes).
"""

from configs import common


def get_config():
    config = common.mixture("grid25", hidden=100, latent=10)
    config.steps = 10_000
    config.networks.generator.activation = "relu"
    config.method = {
        "name": "sig",
        "layer": "normal",
        "sigma": 0.1,
        "mixing_samples": 512,
        "sample": "theta",
        "block": 0,
    }
    config.generator_tx = {"name": "adam", "learning_rate": 1e-3}
    config.ema = 0.99
    config.eval.samples = 50_000
    config.eval.coverage = 0.5
    return config
