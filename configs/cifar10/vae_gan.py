r"""VAE/GAN with DCGAN's networks on CIFAR-10 (Larsen et al. 2016).

  python -m launch.train --config=configs/cifar10/vae_gan.py --workdir=runs/cifar10_vae_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.vae_gan(mdgan.cifar10())
