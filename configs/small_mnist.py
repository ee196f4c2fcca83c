"""MNIST at 14 x 14 pixels by perceptrons: what the configs of the race by class share (`configs/mnist_14`).

A step of a GAN takes a few milliseconds of one CPU core, so that a search of many draws takes a minute.
"""

from collections.abc import Callable

from ml_collections import ConfigDict

from configs import common, race

SHAPE = (14, 14, 1)
LATENT, HIDDEN, ACTIVATION = 32, (256, 256), "relu"


def _network() -> dict:
    return {"name": "mlp", "latent_dim": LATENT, "hidden": HIDDEN, "activation": ACTIVATION}


def images() -> ConfigDict:
    """The data and a generator of two ReLU layers of 256 from 32 normal latents, alike for all methods; batch 128.

    Distances and recall are in the features of a small residual network. Modes, KL and quality are by the classifier
    that knows "no digit", whose metric is last: of two metrics' `modes` the last one's stays.
    """
    config = common.images("mnist", SHAPE, ("resnet", "classes"), 5_000)
    config.eval.evaluator = common.SMALL
    config.batch_size = 128
    config.ema = 0.99
    config.sample_every = 0
    config.steps = 5_000
    config.networks.generator = _network() | {"output": "tanh"}
    return config


def _discriminator(config: ConfigDict) -> None:
    config.networks.discriminator.update(hidden=HIDDEN, activation=ACTIVATION)


def gan(make: Callable = common.gan) -> ConfigDict:
    """A GAN, or what `make` makes with a discriminator: D has two ReLU layers of 256; both rates are searched."""
    config = images()
    make(config)
    _discriminator(config)
    race.search(config)
    return config


def ali() -> ConfigDict:
    """ALI: D sees pairs by two layers of 256, and the encoder is the generator turned round."""
    config = gan()
    common.ali(config, hidden=HIDDEN)
    _pairs(config)
    return config


def veegan() -> ConfigDict:
    """VEEGAN: D sees pairs by two layers of 256, and the encoder is the generator turned round."""
    config = images()
    common.veegan(config)
    _pairs(config)
    race.veegan(config)
    return config


def _pairs(config: ConfigDict) -> None:
    _discriminator(config)
    config.networks.encoder = _network()
    race.search(config)


def vae(method: str = "vae", samples: int = 1) -> ConfigDict:
    """A Bernoulli VAE, or IWAE, whose decoder has the generator's layers."""
    config = images()
    config.networks = {"encoder": _network(), "decoder": _network()}
    race.vae(config, method, "bernoulli", 1.0, samples)
    return config


def flow_matching() -> ConfigDict:
    """Flow matching by a residual MLP of width 256."""
    config = images()
    race.flow_matching(config, HIDDEN[0])
    return config


def sig() -> ConfigDict:
    """SIG on the generator of all."""
    config = images()
    race.sig(config)
    return config


# LBT's committed and unrolled steps, and the rates of both that a search replaces.
INNER = {"inner_steps": 2, "variance": 1.0, "learning_rates": (1e-3, 1e-3)}


def _taught(config: ConfigDict) -> None:
    """Gives LBT the Bernoulli VAE of `vae` as student, M = 2 and K = 1, as on Stacked MNIST."""
    common.student(config, LATENT, HIDDEN, INNER["variance"], ACTIVATION)
    config.method.estimator.observation = "bernoulli"
    config.method.unroll_steps = 1


def lbt() -> ConfigDict:
    """LBT with a VAE as student; its three rates are searched."""
    config = images()
    common.lbt(config, **INNER)
    _taught(config)
    race.search(config, "generator_tx", "estimator_tx", "unroll_tx")
    return config


def lbt_gan() -> ConfigDict:
    """LBT-GAN with a VAE as student; four rates and lambda_G are searched."""
    config = images()
    common.lbt_gan(config, adversarial_weight=1.0, **INNER)
    _discriminator(config)
    _taught(config)
    race.lbt_gan(config)
    return config
