"""DCGAN with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_sized.py --workdir=runs/stacked_mnist_dcgan_sized \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist` (two CPU cores, beside other jobs; 3 trials as one
program, mean +- standard error): S: DCGAN, 800 steps, 305 s: modes 193 +- 38, KL 3.57 +- 0.26, inception score
1.8 +- 0.072; M: DCGAN, 800 steps, 324 s: modes 516 +- 67, KL 2.03 +- 0.16, inception score 2.54 +- 0.098; L:
DCGAN, 800 steps, 513 s: modes 423 +- 86, KL 2.33 +- 0.28, inception score 2.56 +- 0.12.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    return config
