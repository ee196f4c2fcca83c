r"""MDGAN with 200 latents on 9,000 faces of CelebA at 64 x 64 (Che et al. 2017, Table 3).

  python -m launch.train --config=configs/celeb_a/mdgan_200.py --workdir=runs/celeb_a_mdgan_200 \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.faces(200))
