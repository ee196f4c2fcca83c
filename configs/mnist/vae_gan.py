r"""VAE/GAN with DCGAN's networks on MNIST (Larsen et al. 2016).

  python -m launch.train --config=configs/mnist/vae_gan.py --workdir=runs/mnist_vae_gan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.vae_gan(mdgan.mnist())
