"""SIG with DCGAN's generator on MNIST (SIG, Fig. 3b).

  python -m launch.train --config=configs/mnist/sig.py --workdir=runs/mnist_sig

Shown are theta, the means: x would be these and noise.

Measured by `launch.reproduce --table=sig_images` (two CPU cores, beside tests; one seed): 5,000 steps, 95 s:
inception score 7.59, 10 modes, KL 0.025 by a network of 99.3 %. Digits, a few of them between two classes
(results/sig_images/figure.png). How the settings were found: `configs/sig.py`.
"""

from configs import sig


def get_config():
    return sig.images("mnist", (28, 28, 1))
