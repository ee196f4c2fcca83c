r"""MDGAN with DCGAN's networks on CIFAR-10 (Che et al. 2017).

  python -m launch.train --config=configs/cifar10/mdgan.py --workdir=runs/cifar10_mdgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.cifar10())
