"""ALI (Dumoulin et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/ali.py --workdir=runs/mnist_14_ali

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, encoder_tx 0.000346, generator_tx 0.000121): 3,592 steps, 3 trials, 79 s: Fréchet distance
14.7 +- 0.43, precision 0.559 +- 0.0086, recall 0.644 +- 0.029, 18.5 % of the samples qualify, modes 3 +- 0.58.
"""

from configs import small_mnist


def get_config():
    return small_mnist.ali()
