"""DCGAN-SI with SIG's sized networks on Stacked MNIST (SIG, Table 2).

  python -m launch.train --config=configs/stacked_mnist/dcgan_si.py --workdir=runs/stacked_mnist_dcgan_si \\
      --config.data.path=DIR

Measured by `launch.reproduce --table=sig_stacked_mnist` (two CPU cores, beside other jobs; 3 trials as one
program, mean +- standard error): S: DCGAN-SI, 800 steps, 366 s: modes 419 +- 40, KL 2.34 +- 0.33, inception
score 2.3 +- 0.17; M: DCGAN-SI, 800 steps, 278 s: modes 314 +- 57, KL 3.05 +- 0.39, inception score 2.32 +-
0.17; L: DCGAN-SI, 800 steps, 573 s: modes 277 +- 1.3e+02, KL 3.38 +- 0.77, inception score 2.04 +- 0.42.

Of sigma = .5, 1, 2 and 4 at size S, 600 steps, one seed: 271, 176, 210, 240 modes, KL 3.8, 3.3, 3.3, 2.4 (DCGAN: 312,
2.5). At size M the 64 real images of a batch have 21 different nearest samples, DCGAN's 15; real images 34.
"""

from configs import sig


def get_config():
    config = sig.stacked("stacked_mnist")
    config.steps = 25_000
    sig.regularised(config, sigma=0.5)
    return config
