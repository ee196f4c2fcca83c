"""GAN from beside the bad local optimum of the JS divergence (LBT, Fig. 7): it stays there.

  python -m launch.train --config=configs/line/gan.py --workdir=runs/line_gan

Not measured yet: only that it trains and resumes (tests/test_configs.py).
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
