r"""DCGAN with 32 filters on MNIST.

  python -m launch.train --config=configs/mnist/dcgan.py --workdir=runs/mnist_dcgan \
      --config.data.path=DIR

Measured with 8 filters by `launch.reproduce --table=survey_gans` (three seeds, one CPU core): an inception score of
1.96 +- .75 after one epoch and 75 s, 3.79 +- .17 after two and 107 s.
"""

from configs import common


def get_config():
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    config.steps = 10_000
    return config
