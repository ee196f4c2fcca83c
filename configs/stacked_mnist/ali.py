r"""ALI with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/ali.py --workdir=runs/stacked_mnist_ali \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 3,000 steps, 3 trials
as one program, 226 s: modes 26 +- 9.5, KL 6.43 +- 0.12, high quality 0.557 +- 0.13 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked_pairs("stacked_mnist", {"name": "ali", "loss": "non_saturating"})
    config.steps = 25_000
    return config
