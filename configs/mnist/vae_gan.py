r"""VAE/GAN with DCGAN's networks on MNIST (Larsen et al. 2016).

  python -m launch.train --config=configs/mnist/vae_gan.py --workdir=runs/mnist_vae_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=survey_latents` with two latents. Measured there with 8 filters (3,752 steps, 1
trial): Fréchet distance in random features 2.21 (held-out images .015), precision .30 and recall 0 (.85 and .85).
"""

from configs import mdgan


def get_config():
    return mdgan.vae_gan(mdgan.mnist())
