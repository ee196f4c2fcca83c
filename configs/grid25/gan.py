"""GAN on the 5 x 5 grid of Gaussians, with the networks of SIG's comparison (SIG, Table 1).

  python -m launch.train --config=configs/grid25/gan.py --workdir=runs/grid25_gan

The rates, 3e-3 for D and 1e-3 for G, are the best of nine after 12,000 steps, one seed: 3 modes, .17 high quality;
the others have 0 to 2 modes. A D of two hidden layers, which the paper's has not, has 11 modes, .77 there.

MEASURED
"""

from configs import sig


def get_config():
    config = sig.grid()
    config.steps = 30_000
    sig.gan(config, (100,), rate=3e-3)
    return config
