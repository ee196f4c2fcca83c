"""VAE on the ring of 8 Gaussians (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/ring/vae.py --workdir=runs/ring_vae

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 12,000 steps,
3 trials as one program, 82 s: 8 +- 0 of 8 modes, high quality 0.812 +- 0.0014,
intra-mode KL 0.381 +- 0.0063 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.mixture("ring")
    config.steps = 10_000
    common.vae(config, variance=0.005)
    config.estimator_tx.learning_rate = 1.03e-2
    return config
