r"""Flow matching in the latents of a VAE (Dao et al. 2023) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/latent_flow.py --workdir=runs/stacked_mnist_latent_flow \
      --config.data.path=DIR

MEASURED
"""

from configs import stacks


def get_config():
    config = stacks.latent_flow("stacked_mnist")
    config.steps = 8_000
    return config
