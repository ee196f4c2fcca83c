"""ALI (Dumoulin et al. 2017) on the ring of 8 Gaussians, with VEEGAN's networks.

  python -m launch.train --config=configs/ring/ali.py --workdir=runs/ring_ali

A row of `launch.reproduce --table=coverage`.
"""

from configs import common
from configs.ring import gan


def get_config():
    config = gan.get_config()
    common.pairs(config)
    config.method = {"name": "ali", "loss": "non_saturating"}
    common.search(config, "encoder_tx")
    return config
