r"""Flow matching (Lipman et al. 2023) with a small U-Net on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/flow_matching.py --workdir=runs/stacked_mnist_flow_matching \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import stacks


def get_config():
    config = stacks.flow_matching("stacked_mnist")
    config.steps = 20_000
    return config
