r"""GAN on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/gan.py --workdir=runs/grid_gan

@@configs/grid/gan.py@@
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 25_000
    common.gan(config)
    common.finely(config)
    return config
