"""MDGAN (Che et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/mdgan.py --workdir=runs/mnist_14_mdgan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00669, encoder_tx 0.00163, generator_tx 0.00288, distance_weight 0.0427, mode_weight 0.639): 2,490
steps, 3 trials, 82 s: Fréchet distance 12.7 +- 1.7, precision 0.495 +- 0.0068, recall 0.865 +- 0.012, 21.4 % of the
samples qualify, modes 3.33 +- 0.88.
"""

from configs import race, small_mnist


def get_config():
    config = small_mnist.gan()
    race.mdgan(config)
    return config
