r"""Reg-GAN with DCGAN's networks on MNIST (Che et al. 2017).

  python -m launch.train --config=configs/mnist/reg_gan.py --workdir=runs/mnist_reg_gan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.mnist())
