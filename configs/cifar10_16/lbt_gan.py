r"""LBT-GAN (Du et al.) on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/lbt_gan.py --workdir=runs/cifar10_16_lbt_gan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10`: diverged. At the best of its 8 draws (estimator_tx 0.00987,
discriminator_tx 0.000585, generator_tx 0.00916, adversarial_weight 1.14, unroll_tx 0.002) all three runs end before
step 306 of 590. Its second draw has, on the same seeds and after 590 steps (169 s), a Fréchet distance of
7.12 +- .70 and a recall of .267 +- .014:

  python -m launch.train --config=configs/cifar10_16/lbt_gan.py --workdir=DIR --config.steps=590 --config.trials=3 \
      --config.seed=1000 --config.discriminator_tx.learning_rate=0.000417 \
      --config.estimator_tx.learning_rate=0.000937 --config.generator_tx.learning_rate=0.00601 \
      --config.method.adversarial_weight=6.34 --config.unroll_tx.learning_rate=0.00052
"""

from configs import thumbnails


def get_config():
    return thumbnails.lbt_gan("cifar10")
