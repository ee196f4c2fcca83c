r"""DCGAN with 32 filters on MNIST.

  python -m launch.train --config=configs/mnist/dcgan.py --workdir=runs/mnist_dcgan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    config.steps = 10_000
    return config
