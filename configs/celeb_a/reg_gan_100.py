r"""Reg-GAN with 100 latents on 9,000 faces of CelebA at 64 x 64 (Che et al. 2017, Table 3).

  python -m launch.train --config=configs/celeb_a/reg_gan_100.py --workdir=runs/celeb_a_reg_gan_100 \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 1,200 steps, 3 trials, 78 s of one CPU core): under a noise
of 32 pixels' steps 733 +- 19 of 1,000 test images are missed, Fréchet distance 4.68 +- 0.27.
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.faces(100))
