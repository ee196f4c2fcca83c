"""VAE on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/vae.py --workdir=runs/grid_vae

A row of `launch.reproduce --table=lbt_mixtures`, to be measured again: results/README.md says why.
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
