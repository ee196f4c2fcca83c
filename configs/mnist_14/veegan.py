"""VEEGAN (Srivastava et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/veegan.py --workdir=runs/mnist_14_veegan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00188, encoder_tx 0.000346, generator_tx 0.000121, reconstruction_weight 0.0112): 3,052 steps, 3
trials, 83 s: Fréchet distance 25.2 +- 0.26, precision 0.581 +- 0.0048, recall 0.636 +- 0.044, 9.75 % of the samples
qualify, modes 1.33 +- 0.33.
"""

from configs import small_mnist


def get_config():
    return small_mnist.veegan()
