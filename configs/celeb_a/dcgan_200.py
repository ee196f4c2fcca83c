r"""DCGAN with 200 latents on 9,000 faces of CelebA at 64 x 64 (Che et al. 2017, Table 3).

  python -m launch.train --config=configs/celeb_a/dcgan_200.py --workdir=runs/celeb_a_dcgan_200 \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 1,900 steps, 3 trials, 72 s of one CPU core): under a noise
of 32 pixels' steps 799 +- 19 of 1,000 test images are missed, Fréchet distance 4.9 +- 0.24.
"""

from configs import mdgan


def get_config():
    return mdgan.faces(200)
