"""DCGAN-SI with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_si.py --workdir=runs/stacked_mnist_dcgan_si \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist` (two CPU cores, beside other jobs; 3 trials as one
program, mean +- standard error): S: DCGAN-SI, 800 steps, 283 s: modes 537 +- 39, KL 2.17 +- 0.3, inception
score 2.18 +- 0.046; M: DCGAN-SI, 800 steps, 248 s: modes 637 +- 78, KL 2.04 +- 0.23, inception score 2.6 +-
0.082; L: DCGAN-SI, 800 steps, 314 s: modes 686 +- 16, KL 1.86 +- 0.25, inception score 2.66 +- 0.12.

Three other seeds: results/sig_stacked_mnist/other_seeds.md. Sigma: at size M, the same three seeds, sigma = 1
gave 523 +- 110 modes and KL 2.26. Without the average of the generator (ema = 0) and at sigma = 1 it had 419 +-
40, 314 +- 57 and 277 +- 130 modes at S, M and L, DCGAN 193 +- 38, 516 +- 67 and 423 +- 86: single iterates
differ more than the regulariser does.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    sig.regularised(config, sigma=0.5)
    return config
