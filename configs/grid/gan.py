"""GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/gan.py --workdir=runs/grid_gan

Measured by `launch.reproduce --table=lbt_mixtures` (two CPU cores): 20,000 steps, 3 trials as one
program, 170 s: 10 +- 2.6 of 100 modes, high quality 0.864 +- 0.049, intra-mode KL
1.91 +- 0.027 (mean +- standard error).
With tanh networks: no mode in 15,000 steps. With `common.finely`, discriminator rate 3e-4 or 1e-3: 36 or 19
modes at .66 or .76 high quality after 8,000 steps.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config)
    common.finely(config)
    return config
