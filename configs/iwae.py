"""VAE and IWAE as Burda et al. (2016) train them: what the configs of mnist_binary share."""

from ml_collections import ConfigDict

from configs import common

# Sec. 5: 3^i epochs at the i-th rate, i = 0, ..., 7, of 60,000 images in batches of 20.
STAGES = 8
EPOCH = 60_000 // 20


def steps_of(stages: int) -> int:
    """The steps at the first so many rates."""
    return EPOCH * sum(3**i for i in range(stages))


STEPS = steps_of(STAGES)


def burda(method: str, samples: int, layers: int) -> ConfigDict:
    """`method` (vae or iwae) with `samples` latents an example and one or two stochastic layers.

    Latents 50, or 100 and 50; two tanh layers of 200 below the first, of 100 below the second.
    """
    config = common.images("binarised_mnist", (28, 28, 1), ("nll", "active_units"), 100)
    config.batch_size = 20
    config.steps = STEPS
    config.log_every = 1_000
    config.checkpoint_every = 20_000
    network = {"name": "mlp", "latent_dim": 50, "hidden": (200, 200), "activation": "tanh"}
    config.eval.active_units = {"layers": (50,)}
    if layers == 2:
        hidden = ((200, 200), (100, 100))
        network = {"name": "stochastic", "latent_dims": (100, 50), "hidden": hidden, "activation": "tanh"}
        config.eval.active_units = {"layers": (100, 50)}
    # The encoder sees pixels of 0 and 1, as the authors' does: of -1 and 1, its tanh units saturate.
    config.networks = {"encoder": network | {"input_scale": 0.5, "input_shift": 1.0}, "decoder": network}
    config.method = {
        "name": method,
        "observation": "bernoulli",
        "variance": 1.0,  # of a normal observation
        "samples": samples,
        "chunk": 0,
        "sample": "theta",
    }
    # Their code sums the gradient over the batch of 20, with second moments that begin at 1 and eps 1e-4.
    config.estimator_tx = {
        "name": "adam_with_second_moment",
        "learning_rate": 1e-3,
        "b1": 0.99,
        "eps": 1e-4 / config.batch_size,
        "second_moment": 1 / config.batch_size**2,
        "stages": STAGES,
    }
    common.decay(config, "estimator_tx")
    config.eval.nll = {"samples": 5_000, "examples": 0}
    return config
