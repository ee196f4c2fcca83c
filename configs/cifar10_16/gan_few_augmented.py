"""The GAN of `cifar10_16/gan_few` whose D sees augmented images alone (DiffAugment; Zhao et al. 2020).

  python -m launch.train --config=configs/cifar10_16/gan_few_augmented.py --workdir=runs/cifar10_16_gan_few_augmented

TFDS_DATA_DIR says where CIFAR-10 is.
"""

from configs.cifar10_16 import gan_few


def get_config():
    config = gan_few.get_config()
    body = config.networks.discriminator.to_dict()
    config.networks.discriminator = {"name": "augmented", "body": body, "policy": ("color", "translation", "cutout")}
    return config
