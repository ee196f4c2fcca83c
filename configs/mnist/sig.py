"""SIG with DCGAN's generator on MNIST (SIG, Fig. 3b).

  python -m launch.train --config=configs/mnist/sig.py --workdir=runs/mnist_sig

Shown are theta, the means: x would be these and noise.

Measured by `launch.reproduce --table=sig_images` on one CPU core: 5,000 steps, one seed, 158 s: 10 of 10 classes,
67.7 % of the samples qualify (real digits 96.4 %), inception score 5.9 (real 9.39). Soft digits, some of them blends.
"""

from configs import sig


def get_config():
    return sig.images("mnist", (28, 28, 1))
