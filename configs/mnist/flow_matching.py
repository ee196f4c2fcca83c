r"""Flow matching (Lipman et al. 2023) with a small U-Net on MNIST; samples by 20 of Euler's steps.

  python -m launch.train --config=configs/mnist/flow_matching.py --workdir=runs/mnist_flow_matching \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import common


def get_config():
    config = common.images("mnist", (28, 28, 1), ("classes",), 10_000)
    config.steps = 10_000
    config.ema = 0.999
    common.flow_matching(config, {"name": "unet", "filters": 16}, euler_steps=20)
    return config
