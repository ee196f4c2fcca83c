"""GAN on a circle with Gaussian noise of std .1 (SIG, Fig. 1c).

  python -m launch.train --config=configs/noisy_ring/gan.py --workdir=runs/noisy_ring_gan

Of D's rates 1e-4, 3e-4 and 1e-3, 6,000 steps, one seed: squared MMD .91, .94, .003.

MEASURED
"""

from configs import sig


def get_config():
    config = sig.toy("noisy_ring")
    config.steps = 12_000
    config.eval.metrics = ("mmd",)
    config.eval.samples = 2_000
    sig.gan(config, rate=1e-3)
    return config
