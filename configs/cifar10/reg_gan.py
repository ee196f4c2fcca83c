r"""Reg-GAN with DCGAN's networks on CIFAR-10 (Che et al. 2017).

  python -m launch.train --config=configs/cifar10/reg_gan.py --workdir=runs/cifar10_reg_gan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 1,200 steps, 3 trials, 83 s of one CPU core): under a noise
of 32 pixels' steps 5,670 +- 411 of 10,000 test images are missed, Fréchet distance 3.95 +- 0.22.
"""

from configs import mdgan


def get_config():
    return mdgan.reg_gan(mdgan.cifar10())
