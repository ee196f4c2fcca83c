r"""GAN-SI (Yin & Zhou 2018) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/gan_si.py --workdir=runs/cifar10_16_gan_si

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.000398, generator_tx 0.0007, semi_implicit.weight 0.00013): 2,200 steps, 3 trials, 163 s: Fréchet
distance 2.58 +- 0.29, recall 0.571 +- 0.017.

The GAN at these rates, for 2,080 steps on the same seeds, has 2.51 +- .22 and a recall of .578 +- .018, so the
regulariser does nothing here:

  python -m launch.train --config=configs/cifar10_16/gan.py --workdir=DIR --config.steps=2080 --config.trials=3 \
      --config.seed=1000 --config.discriminator_tx.learning_rate=0.000398 --config.generator_tx.learning_rate=0.0007
"""

from configs import race, thumbnails


def get_config():
    config = thumbnails.gan("cifar10")
    race.gan_si(config)
    return config
