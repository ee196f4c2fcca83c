"""DCGAN with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_sized.py --workdir=runs/stacked_mnist_dcgan_sized \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist`, size M: 10,000 steps, one trial, 1,861 s of one CPU core
that tests shared: modes 272, high quality 0.42, KL 1.45; not at its end. Size S in as many
steps, 1,081 s: none, .11. Size L, 7,000 steps, 1,942 s: 177, .368, KL 1.83.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    return config
