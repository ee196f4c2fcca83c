r"""MDGAN with 200 latents on 9,000 faces of CelebA at 64 x 64 (Che et al. 2017, Table 3).

  python -m launch.train --config=configs/celeb_a/mdgan_200.py --workdir=runs/celeb_a_mdgan_200 \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 850 steps, 3 trials, 59 s of one CPU core): under a noise
of 32 pixels' steps 1,000 +- 0 of 1,000 test images are missed, Fréchet distance 22.1 +- 7.3.
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.faces(200))
