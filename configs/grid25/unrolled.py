"""Unrolled GAN, K = 5, on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/unrolled.py --workdir=runs/grid25_unrolled

D learns at 3e-3: of 1e-3, 3e-3 and 1e-2, 3,000 steps, one seed, 0, 1 and 0 modes.

MEASURED
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 10_000
    common.unrolled(config)
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    config.discriminator_tx.learning_rate = 3e-3
    return config
