"""PacGAN (Lin et al. 2018) on MNIST at 14 x 14 pixels, by perceptrons, packs of two.

  python -m launch.train --config=configs/mnist_14/pacgan.py --workdir=runs/mnist_14_pacgan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00288, generator_tx 0.000225): 6,255 steps, 3 trials, 75 s: Fréchet distance 9.26 +- 0.41,
precision 0.542 +- 0.017, recall 0.71 +- 0.032, 24.3 % of the samples qualify, modes 6.33 +- 1.5.
"""

from configs import common, small_mnist


def get_config():
    config = small_mnist.gan()
    common.packed(config, 2)
    return config
