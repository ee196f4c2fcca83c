r"""VAE/GAN with DCGAN's networks on CIFAR-10 (Larsen et al. 2016).

  python -m launch.train --config=configs/cifar10/vae_gan.py --workdir=runs/cifar10_vae_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 1,100 steps, 3 trials, 89 s of one CPU core): under a noise
of 32 pixels' steps 8,026 +- 234 of 10,000 test images are missed, Fréchet distance 5.59 +- 0.36.
"""

from configs import mdgan


def get_config():
    return mdgan.vae_gan(mdgan.cifar10())
