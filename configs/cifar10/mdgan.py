r"""MDGAN with DCGAN's networks on CIFAR-10 (Che et al. 2017).

  python -m launch.train --config=configs/cifar10/mdgan.py --workdir=runs/cifar10_mdgan \
      --config.data.path=DIR

A row of `launch.reproduce --table=mdgan_faces`.

Measured there at 16 x 16 pixels only, early (16 filters, 850 steps, 3 trials, 59 s of one CPU core): under a noise
of 32 pixels' steps 9,956 +- 29 of 10,000 test images are missed, Fréchet distance 7.13 +- 0.59.
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.cifar10())
