r"""Reg-GAN with DCGAN's networks on CIFAR-10 (Che et al. 2017).

  python -m launch.train --config=configs/cifar10/reg_gan.py --workdir=runs/cifar10_reg_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.cifar10())
