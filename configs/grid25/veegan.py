"""VEEGAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/veegan.py --workdir=runs/grid25_veegan

MEASURED
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.veegan(config)
    config.networks.discriminator.update(hidden=(100,), activation="relu")
    sig.encoder(config)
    return config
