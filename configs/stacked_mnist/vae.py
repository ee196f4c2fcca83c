r"""A VAE of MLPs (Kingma & Welling 2014) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/vae.py --workdir=runs/stacked_mnist_vae \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): 25,000 steps, 994 s: 772 modes, KL
.488, 7.7 % of the stacks qualify (real digits: 1000, .029, 89 %). After 5,000 steps and 186 s it had 355, 1.17 and
2.1 %.
"""

from configs import stacks


def get_config():
    config = stacks.vae("stacked_mnist")
    config.steps = 25_000
    return config
