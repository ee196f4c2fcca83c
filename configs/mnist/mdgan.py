r"""MDGAN with DCGAN's networks on MNIST (Che et al. 2017).

  python -m launch.train --config=configs/mnist/mdgan.py --workdir=runs/mnist_mdgan \
      --config.data.path=DIR

Not measured yet: only that it trains and resumes (tests/test_configs.py).
"""

from configs import mdgan


def get_config():
    return mdgan.mdgan(mdgan.mnist())
