r"""VEEGAN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/veegan.py --workdir=runs/stacked_mnist_veegan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 3,000 steps, 3 trials
as one program, 212 s: modes 6.67 +- 2.7, KL 6.37 +- 0.26, high quality 0.595 +- 0.047 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked_pairs("stacked_mnist", {"name": "veegan", "reconstruction_weight": 1.0})
    config.steps = 25_000
    return config
