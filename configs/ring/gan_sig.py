"""GAN on the ring of eight Gaussians with the networks of SIG's toys (SIG, Fig. 1).

  python -m launch.train --config=configs/ring/gan_sig.py --workdir=runs/ring_gan_sig

The rates, which fall to 0 with the last step, are the best of 16 draws
(results/tuning/ring_gan_sig_falling_rates.json).

Measured by `launch.reproduce --table=sig_toys` (one CPU core beside other work; 5 trials as one program, mean +-
standard error): 6,000 steps, 42 s: modes 8 +- 0, high quality 0.964 +- 0.005, KL 0.0335 +- 0.019, intra-mode KL 0.349
+- 0.061; at the same rates, but constant, 0.975 +- 0.0014, 0.0084 +- 0.0018 and 0.642 +- 0.18.
"""

from configs import sig


def get_config():
    config = sig.toy("ring")
    config.steps = 6_000
    sig.toy_gan(config, 4.09e-3, 4.99e-3)
    return config
