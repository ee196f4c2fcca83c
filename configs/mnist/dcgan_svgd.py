"""DCGAN on MNIST whose discriminator's 24 features learn by SVGD; `noise` and `weights` make it LSVGD.

  python -m launch.train --config=configs/mnist/dcgan_svgd.py --workdir=runs/mnist_dcgan_svgd

`--config.method.feature_tx.noise` is "none" (SVGD), "independent" (with `weights` "paper" it is LSVGD) or "joint"
(exact, see `ganjax/stein.py`). Its speed is in results/speed; its samples are not measured yet, only
that it trains and resumes (tests/test_configs.py).
"""

from configs import common, lsvgd


def get_config():
    config = common.dcgan("mnist", (28, 28, 1))
    config.steps = 10_000
    lsvgd.stein(config)
    return config
