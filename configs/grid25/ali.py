"""ALI (Dumoulin et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/ali.py --workdir=runs/grid25_ali

A row of `launch.reproduce --table=coverage`, to be tuned and measured.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.adversary(config)
    common.pairs(config, hidden=(100,))
    config.networks.discriminator.activation = "relu"
    sig.encoder(config)
    config.method = {"name": "ali", "loss": "non_saturating"}
    common.search(config, "encoder_tx")
    return config
