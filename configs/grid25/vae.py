"""VAE on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/vae.py --workdir=runs/grid25_vae

MEASURED
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 20_000
    common.vae(config, variance=0.0)
    for role in ("encoder", "decoder"):
        config.networks[role] = {"name": "mlp", "latent_dim": 2, "hidden": (100, 100), "activation": "relu"}
    config.ema = 0.0
    return config
