r"""A VAE of MLPs (Kingma & Welling 2014) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/vae.py --workdir=runs/stacked_mnist_vae \
      --config.data.path=DIR

MEASURED
"""

from configs import stacks


def get_config():
    config = stacks.vae("stacked_mnist")
    config.steps = 5_000
    return config
