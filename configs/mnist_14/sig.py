"""SIG (Yin & Zhou 2018) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/sig.py --workdir=runs/mnist_14_sig

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own (generator_tx
0.00519, sigma 0.108): 16,268 steps, 3 trials, 84 s: Fréchet distance 20.4 +- 0.2, precision 0.607 +- 0.0073, recall
0.0648 +- 0.02, 55.2 % of the samples qualify, modes 8.67 +- 0.33.
"""

from configs import small_mnist


def get_config():
    return small_mnist.sig()
