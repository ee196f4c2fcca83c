r"""PacGAN (two samples a pack) with the small networks on Stacked MNIST, 1000 modes (LBT, Table 1).

  python -m launch.train --config=configs/stacked_mnist/pacgan.py --workdir=runs/stacked_mnist_pacgan \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (two CPU cores, beside other jobs): 7,800 steps, 3 trials
as one program, 411 s: modes 96.3 +- 42, KL 4.5 +- 0.61, high quality 0.448 +- 0.074 (mean +- standard error).
"""

from configs import common


def get_config():
    config = common.stacked_pacgan("stacked_mnist")
    config.steps = 25_000
    return config
