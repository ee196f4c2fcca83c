"""GAN from beside the bad local optimum of the JS divergence (LBT, Fig. 7): it stays there.

  python -m launch.train --config=configs/line/gan.py --workdir=runs/line_gan

Measured by `launch.reproduce --table=lbt_toys` (one CPU core beside other work; 5 trials as one program; mean +-
standard error): 4,000 steps, 20 s: 1 of 2 modes in each, KL .681 +- .0004.
"""

from configs import common


def get_config():
    config = common.mixture("line")
    config.steps = 4_000
    config.eval_every = 500
    common.gan(config)
    config.networks.generator = {"name": "two_gaussians"}
    config.generator_tx.learning_rate = 1e-2
    config.discriminator_tx.learning_rate = 1e-3
    config.eval.samples = 100_000
    return config
