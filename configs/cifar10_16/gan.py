"""The GAN, DCGAN on CIFAR-10 at 16 x 16 pixels, without classes.

  python -m launch.train --config=configs/cifar10_16/gan.py --workdir=runs/cifar10_16_gan

TFDS_DATA_DIR says where CIFAR-10 is.

Measured by `launch.reproduce --table=coverage_cifar10` on one CPU core, at the best of 8 draws of its own
(discriminator_tx 0.00163, generator_tx 0.00288): 2,080 steps, 3 trials, 137 s: Fréchet distance 3.63 +- 0.17, recall
0.542 +- 0.021.

With the rates of other searches, for 2,080 steps on the same seeds: GAN-SI's 2.51 +- .22 (recall .578 +- .018),
MDGAN's 3.06 +- .28 (.579 +- .021), Reg-GAN's 6.67 +- .27 (.305 +- .017).
"""

from configs import thumbnails


def get_config():
    return thumbnails.gan("cifar10")
