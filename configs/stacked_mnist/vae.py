r"""A VAE of MLPs (Kingma & Welling 2014) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/vae.py --workdir=runs/stacked_mnist_vae \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): 5,000 steps, 186 s: 355 modes, KL 1.17,
2.1 % of the stacks qualify (real digits: 1000, .029, 89 %).
"""

from configs import stacks


def get_config():
    config = stacks.vae("stacked_mnist")
    config.steps = 5_000
    return config
