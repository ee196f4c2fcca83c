"""GAN on the ring of eight Gaussians with the networks of SIG's toys (SIG, Fig. 1).

  python -m launch.train --config=configs/ring/gan_sig.py --workdir=runs/ring_gan_sig

Of D's rates 1e-4, 3e-4 and 1e-3, one seed: 0, 0 and 8 modes.

Measured by `launch.reproduce --table=sig_toys` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): 6,000 steps, 31 s: modes 8 +- 0, high quality 0.954 +- 0.01, intra-mode KL 0.245 +- 0.042.
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.toy_gan(config, 4.09e-3, 4.99e-3)
    return config
