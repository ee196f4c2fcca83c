"""GAN on six Gaussians on a circle (Che et al. 2017, Fig. 9).

  python -m launch.train --config=configs/six_gaussians/gan.py --workdir=runs/six_gaussians_gan

A row of `launch.reproduce --table=mdgan_toy`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.toy()
