"""DCGAN with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_sized.py --workdir=runs/stacked_mnist_dcgan_sized \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist` (two CPU cores, beside other jobs; 3 trials as one
program, mean +- standard error): S: DCGAN, 800 steps, 191 s: modes 396 +- 78, KL 2.63 +- 0.27, inception score
1.98 +- 0.16; M: DCGAN, 800 steps, 240 s: modes 454 +- 31, KL 2.33 +- 0.16, inception score 2.18 +- 0.059; L:
DCGAN, 800 steps, 372 s: modes 468 +- 24, KL 2.44 +- 0.22, inception score 2.32 +- 0.064.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    return config
