r"""Unrolled GAN (K = 5) with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/unrolled.py --workdir=runs/stacked_mnist_unrolled \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 600 steps, 3 trials as
one program, 253 s: modes 14.3 +- 6.3, KL 6.42 +- 0.34, high quality 0.755 +- 0.15 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked_unrolled("stacked_mnist")
    config.steps = 25_000
    return config
