r"""VAE with two latents and DCGAN's networks, without batch norm, on MNIST (Kingma & Welling 2014, Fig. 4b).

  python -m launch.train --config=configs/mnist/vae.py --workdir=runs/mnist_vae --config.data.path=DIR

A row of `launch.reproduce --table=survey_latents`, which draws the manifold of the two latents.

Measured there with 8 filters (5,628 steps, 1 trial): Fréchet distance in random features 5.33 (held-out images .015),
precision .73 and recall .005 (.85 and .85).
"""

from configs import common


def get_config():
    config = common.images("mnist", (28, 28, 1), ("classes",), 10_000)
    network = {"name": "dcgan", "latent_dim": 2, "filters": 32, "batch_norm": False}
    config.networks = {"encoder": network, "decoder": network}
    # The variance of a pixel is learned; a sample is the mean.
    config.method = {"name": "vae", "observation": "normal", "variance": 0.0, "samples": 1, "sample": "theta"}
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    common.search(config, "estimator_tx")
    config.steps = 25_000
    return config
