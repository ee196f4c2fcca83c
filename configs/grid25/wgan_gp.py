"""WGAN-GP (Gulrajani et al. 2017) on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison.

  python -m launch.train --config=configs/grid25/wgan_gp.py --workdir=runs/grid25_wgan_gp

A row of `launch.reproduce --table=coverage`, to be tuned and measured.
"""

from configs.grid25 import gan


def get_config():
    config = gan.get_config()
    config.method = {"name": "gan", "loss": "wasserstein", "critic_steps": 5}
    config.method.terms = {"discriminator": {"gradient_penalty": {"weight": 1.0}}}
    for player in ("generator_tx", "discriminator_tx"):
        config[player].update(b1=0.0, b2=0.9)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.01, 10.0)
    return config
