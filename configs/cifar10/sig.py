"""SIG with DCGAN's generator on CIFAR-10: where it averages modes (SIG, Fig. 3c).

  python -m launch.train --config=configs/cifar10/sig.py --workdir=runs/cifar10_sig

Shown are theta, the means: x would be these and noise.

Measured by `launch.reproduce --table=sig_images` on one CPU core: 5,000 steps, one seed, 431 s: Fréchet distance 27.5
(blurred noise 21.6), recall 0, inception score 1.77 (blurred noise 1.50). Blots of colour, as in the paper's figure.
"""

from configs import common, sig


def get_config():
    config = sig.images("cifar10", (32, 32, 3))
    common.resnet_scores(config)
    return config
