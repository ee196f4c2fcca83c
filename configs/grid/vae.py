"""VAE on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/vae.py --workdir=runs/grid_vae

A row of `launch.reproduce --table=lbt_mixtures`, to be measured again: results/README.md says why.

Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 37,500 steps, 3 trials, 144 s:
modes 90 +- 3, high quality 0.585 +- 0.009.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 10_000
    common.vae(config, variance=0.0001)
    common.finely(config)
    config.search["method.variance"] = (1e-5, 1e-3)
    config.search["networks.decoder.input_scale"] = (1.0, 12.0)
    return config
