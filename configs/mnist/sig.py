"""SIG with DCGAN's generator on MNIST (SIG, Fig. 3b).

  python -m launch.train --config=configs/mnist/sig.py --workdir=runs/mnist_sig

Shown are theta, the means: x would be these and noise.

A row of `launch.reproduce --table=sig_images`, to be measured again: results/README.md says why.
"""

from configs import sig


def get_config():
    return sig.images("mnist", (28, 28, 1))
