"""MMD-GAN (Li et al. 2017) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/mmd_gan.py --workdir=runs/mnist_14_mmd_gan

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own (critic_tx
0.00163, generator_tx 0.00288, reconstruction_weight 0.149): 810 steps, 3 trials, 80 s: Fréchet distance 28.8 +- 14,
precision 0.432 +- 0.073, recall 0.512 +- 0.17, 14.9 % of the samples qualify, modes 3 +- 1.7.
"""

from configs import race, small_mnist


def get_config():
    config = small_mnist.gan()
    race.mmd_gan(config)
    return config
