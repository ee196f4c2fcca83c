r"""Flow matching in the latents of a VAE (Dao et al. 2023) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/latent_flow.py --workdir=runs/stacked_mnist_latent_flow \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): 8,000 steps, 636 s: 733 modes, KL .515,
6.8 % of the stacks qualify. The VAE alone has 355, 1.17 and 2.1 % after 186 s, flow matching by a U-Net 346,
1.16 and 1.8 % after 4,715 s; real digits 1000, .029 and 89 %. 990 modes are NOT reached; the hour on two cores has
7,200 s.
By hand, with 512 units a layer in the velocity (seed 3, 6,000 steps, 272 s of a shared core), 4.7 % qualify. With a
Gaussian of learned variance in the place of the Bernoulli nothing is legible: its codes carry more than the velocity
learns. A wider velocity, more steps and fewer latents were not tried.
"""

from configs import stacks


def get_config():
    config = stacks.latent_flow("stacked_mnist")
    config.steps = 8_000
    return config
