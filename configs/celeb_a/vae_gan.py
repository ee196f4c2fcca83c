r"""VAE/GAN with 100 latents on 9,000 faces of CelebA at 64 x 64 (Che et al. 2017, Table 4).

  python -m launch.train --config=configs/celeb_a/vae_gan.py --workdir=runs/celeb_a_vae_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 1,100 steps, 3 trials, 90 s of one CPU core): under a noise
of 32 pixels' steps 852 +- 11 of 1,000 test images are missed, Fréchet distance 6.01 +- 0.45.
"""

from configs import mdgan


def get_config():
    return mdgan.vae_gan(mdgan.faces())
