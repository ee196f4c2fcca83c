"""LBT-GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lbt_gan.py --workdir=runs/grid_lbt_gan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores): 5,000 steps, 3 trials as one
program, 209 s: 25.7 +- 1.9 of 100 modes, high quality 0.471 +- 0.049, intra-mode KL
9.07 +- 6.6 (mean +- standard error).
What was tried, 256 a batch: with tanh networks and inputs as they are, no mode in 2,000 steps at lambda_G .3
or 1, decoder variance .0003 or .002 (the discriminator's loss stays at 2 log 2). With `common.finely`, 26
modes at .39 high quality after 4,000 steps (lambda_G .5 or 2, M = 10), then the adversary takes over: 20
modes at .65 after 6,000. With lambda_G .03 or .2: none, 13 modes after 3,000. The student is the weak link: a
VAE at -1.9 nats a point, where the data have 1.8, knows the square but not the modes.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 10_000
    common.lbt_gan(config, inner_steps=3, variance=0.001, learning_rates=(9e-4, 3e-4), adversarial_weight=0.5)
    config.method.unroll_steps = 2
    common.finely(config)
    return config
