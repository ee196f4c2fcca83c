"""LBT (Du et al.) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/lbt.py --workdir=runs/mnist_14_lbt

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own (estimator_tx
0.000225, generator_tx 0.00533, unroll_tx 0.00121): 1,185 steps, 3 trials, 89 s: Fréchet distance 104 +- 0.69,
precision 0.0602 +- 0.053, recall 0.124 +- 0.11, 0 % of the samples qualify, modes 0 +- 0.
"""

from configs import small_mnist


def get_config():
    return small_mnist.lbt()
