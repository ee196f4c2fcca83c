"""ALI (Dumoulin et al. 2017) on the 10 x 10 grid.

  python -m launch.train --config=configs/grid/ali.py --workdir=runs/grid_ali

A row of `launch.reproduce --table=coverage`; without a search of its own, rates as they stand are not tuned.
"""

from configs import common
from configs.grid import gan


def get_config():
    config = gan.get_config()
    common.pairs(config, hidden=(128, 128))
    common.finely(config)
    config.method = {"name": "ali", "loss": "non_saturating"}
    common.search(config, "encoder_tx")
    return config
