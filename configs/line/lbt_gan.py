"""LBT-GAN with one Gaussian as its student, from where GAN is stuck (LBT, Fig. 7): it is freed.

  python -m launch.train --config=configs/line/lbt_gan.py --workdir=runs/line_lbt_gan

Measured by `launch.reproduce --table=lbt_toys` (one CPU core beside other work; 5 trials as one program; mean +-
standard error): 4,000 steps, 26 s: 2 of 2 modes in each, KL .00039 +- .00002.
"""

from configs import common


def get_config():
    config = common.mixture("line")
    config.steps = 4_000
    config.eval_every = 500
    common.lbt_gan(config, inner_steps=5, variance=1.0, learning_rates=(1e-2, 1e-2), adversarial_weight=1.0)
    del config.networks["encoder"], config.networks["decoder"]
    config.method.estimator = {"name": "gaussian", "variance": 1.0}
    config.networks.generator = {"name": "two_gaussians"}
    config.generator_tx.learning_rate = 1e-2
    config.discriminator_tx.learning_rate = 1e-3
    config.eval.samples = 100_000
    return config
