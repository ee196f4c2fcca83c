r"""A VAE of MLPs (Kingma & Welling 2014) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/vae.py --workdir=runs/stacked_mnist_vae \
      --config.data.path=DIR

By hand (seed 3, 5,000 steps, about 240 s of a core that was shared): 342 modes, KL 1.21, 2.1 % of the stacks qualify.
"""

from configs import stacks


def get_config():
    config = stacks.vae("stacked_mnist")
    config.steps = 5_000
    return config
