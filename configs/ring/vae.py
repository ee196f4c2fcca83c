"""VAE on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/vae.py --workdir=runs/ring_vae

Measured by `launch.reproduce --table=lbt_mixtures` (one CPU core a row; mean +- standard error): ring: VAE:
39,000 steps, 3 trials, 152 s: modes 8 +- 0, high quality 0.899 +- 0.008, KL 0.172 +- 0.028, intra-mode KL 0.197
+- 0.011.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: ring
(estimator_tx 0.0182): 8,688 steps, 5 trials, 58 s: modes 8 +- 0, high quality 0.796 +- 0.041, KL 0.457 +- 0.14. The
same draw by `launch.reproduce --table=coverage_long`: 43,440 steps, 5 trials, 295 s: modes 6.4 +- 1.6, high quality
0.559 +- 0.16, KL 1.57 +- 0.78.
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 10_000
    common.vae(config, variance=0.005)
    config.estimator_tx.learning_rate = 1.03e-2
    return config
