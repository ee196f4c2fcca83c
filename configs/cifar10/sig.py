"""SIG with DCGAN's generator on CIFAR-10: where it averages modes (SIG, Fig. 3c).

  python -m launch.train --config=configs/cifar10/sig.py --workdir=runs/cifar10_sig

Shown are theta, the means: x would be these and noise.

Measured by `launch.reproduce --table=sig_images` (two CPU cores, beside tests; one seed): 5,000 steps, 303 s:
inception score 1.77 (real images 4.25) by a network of 70.4 %. The samples are averages of images: one blurred
object before a background (results/sig_images/figure.png), as the paper found for faces. 400 steps look the same.
"""

from configs import common, sig


def get_config():
    config = sig.images("cifar10", (32, 32, 3))
    common.resnet_scores(config)
    return config
