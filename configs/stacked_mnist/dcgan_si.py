"""DCGAN-SI with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_si.py --workdir=runs/stacked_mnist_dcgan_si \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist`, size M: 10,000 steps, one trial, 1,419 s of one CPU core
that tests shared: modes 309, high quality 0.433, KL 1.32; not at its end. Size S in as many
steps, 898 s: none, .035. Size L, 7,000 steps, 1,599 s: none, .268 (a channel is still noise).
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    sig.regularised(config, sigma=0.5)
    return config
