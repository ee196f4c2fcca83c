"""SIG with DCGAN's generator on CIFAR-10: where it averages modes (SIG, Fig. 3c).

  python -m launch.train --config=configs/cifar10/sig.py --workdir=runs/cifar10_sig

Shown are theta, the means: x would be these and noise.

A row of `launch.reproduce --table=sig_images`, to be measured again: results/README.md says why.
"""

from configs import common, sig


def get_config():
    config = sig.images("cifar10", (32, 32, 3))
    common.resnet_scores(config)
    return config
