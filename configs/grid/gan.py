"""GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/gan.py --workdir=runs/grid_gan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores, beside other jobs): 30,000 steps,
3 trials as one program, 655 s: 45.7 +- 6.7 of 100 modes, high quality 0.733 +- 0.029,
intra-mode KL 1.55 +- 0.037 (mean +- standard error).
With tanh networks: no mode in 15,000 steps.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config)
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    return config
