"""GAN on the ring of eight Gaussians with the networks of SIG's toys (SIG, Fig. 1).

  python -m launch.train --config=configs/ring/gan_sig.py --workdir=runs/ring_gan_sig

Of D's rates 1e-4, 3e-4 and 1e-3, one seed: 0, 0 and 8 modes.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.gan(config, rate=1e-3)
    return config
