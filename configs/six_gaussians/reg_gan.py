"""Reg-GAN on six Gaussians on a circle (Che et al. 2017, Fig. 9): both weights .005.

  python -m launch.train --config=configs/six_gaussians/reg_gan.py --workdir=runs/six_gaussians_reg_gan

A row of `launch.reproduce --table=mdgan_toy`.

The row is measured: results/mdgan_toy. This config alone has the paper's rates, which were not.
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.toy())
