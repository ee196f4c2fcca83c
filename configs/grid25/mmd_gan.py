"""MMD-GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/mmd_gan.py --workdir=runs/grid25_mmd_gan

Not measured yet.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 5_000
    sig.gan(config, (100,))
    common.mmd_gan(config)
    return config
