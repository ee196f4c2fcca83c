r"""DCGAN with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/dcgan.py --workdir=runs/stacked_mnist_dcgan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 6,300 steps, 3 trials
as one program, 377 s: modes 18.3 +- 8.5, KL 5.9 +- 0.28, high quality 0.575 +- 0.078 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked("stacked_mnist")
    config.steps = 25_000
    return config
