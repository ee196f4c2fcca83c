"""DCGAN-SI with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_si.py --workdir=runs/stacked_mnist_dcgan_si \\
      --config.data.path=DIR

A row of `launch.reproduce --table=sig_stacked_mnist`, to be measured again: results/README.md says why.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    sig.regularised(config, sigma=0.5)
    return config
