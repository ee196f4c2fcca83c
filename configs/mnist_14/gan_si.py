r"""GAN-SI (SIG, Eq. 12) on MNIST at 14 x 14 pixels, by perceptrons.

  python -m launch.train --config=configs/mnist_14/gan_si.py --workdir=runs/mnist_14_gan_si

Measured by `launch.reproduce --table=coverage_mnist` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000225, generator_tx 0.00533, semi_implicit.weight 0.0147): 5,160 steps, 3 trials, 77 s: Fréchet
distance 2.1 +- 0.095, precision 0.743 +- 0.0012, recall 0.616 +- 0.0052, 68.5 % of the samples qualify, modes 10 +-
0.

Tried to refute it, in no table: the GAN at these rates, and H_M alone at the same rate and sigma,
  python -m launch.train --config=configs/mnist_14/gan.py --config.generator_tx.learning_rate=0.00533 \
      --config.discriminator_tx.learning_rate=0.000225 --config.steps=5160 --config.trials=3 --config.seed=1000
  python -m launch.train --config=configs/mnist_14/sig.py --config.method.sigma=0.5 --config.method.sigma_start=0.0 \
      --config.method.anneal_steps=0 --config.generator_tx.learning_rate=0.00533 \
      --config.generator_tx.decay_steps=0 --config.steps=5160 --config.trials=3 --config.seed=1000
each with a --workdir and --config.eval.samples=2000. Fréchet distance 25.8 +- 5.5, recall 0.117 +- 0.036; and
21.7 +- 0.34, recall 0.164 +- 0.0081.
"""

from configs import race, small_mnist


def get_config():
    config = small_mnist.gan()
    race.gan_si(config)
    return config
