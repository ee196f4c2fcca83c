"""R3GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/r3gan.py --workdir=runs/grid25_r3gan

Not measured yet.
"""

from configs import common, sig


def get_config():
    config = sig.grid()
    config.steps = 5_000
    sig.gan(config, (100,))
    common.r3gan(config, weight=0.149)
    common.rates(config, 6.41e-3, 3.18e-3)
    return config
