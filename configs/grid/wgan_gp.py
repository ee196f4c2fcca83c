"""WGAN-GP (Gulrajani et al. 2017) on the 10 x 10 grid, with the GAN's networks.

  python -m launch.train --config=configs/grid/wgan_gp.py --workdir=runs/grid_wgan_gp

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs.grid import gan


def get_config():
    config = gan.get_config()
    config.method = {"name": "gan", "loss": "wasserstein", "critic_steps": 5}
    config.method.terms = {"discriminator": {"gradient_penalty": {"weight": 1.0}}}
    for player in ("generator_tx", "discriminator_tx"):
        config[player].update(b1=0.0, b2=0.9)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.01, 10.0)
    return config
