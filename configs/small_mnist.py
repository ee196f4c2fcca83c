"""MNIST at 14 x 14 pixels by perceptrons: what the configs of the race by class share (`configs/mnist_14`).

A step of a GAN takes a few milliseconds of one CPU core, so that a search of many draws takes a minute.
"""

from collections.abc import Callable

from ml_collections import ConfigDict

from configs import common
from configs import mdgan as mode_regularised
from configs import sig as of_sig

SHAPE = (14, 14, 1)
LATENT, HIDDEN, ACTIVATION = 32, (256, 256), "relu"
HIGHEST = 1e-2  # learning rate of a search, as on other images


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


def _search(config: ConfigDict, *optimizers: str) -> None:
    """Lets `launch.tune` draw the rates of these optimisers, and of those that are searched already, up to 1e-2."""
    searched = [key.removesuffix(".learning_rate") for key in config.search if key.endswith(".learning_rate")]
    common.search(config, *searched, *optimizers, highest=HIGHEST)


def _discriminator(config: ConfigDict) -> None:
    config.networks.discriminator.update(hidden=HIDDEN, activation=ACTIVATION)


def gan(make: Callable = common.gan) -> ConfigDict:
    """A GAN, or what `make` makes with a discriminator: D has two ReLU layers of 256; both rates are searched."""
    config = images()
    make(config)
    _discriminator(config)
    _search(config)
    return config


def wgan_gp() -> ConfigDict:
    """WGAN-GP, its penalty's weight searched around the 10 of its paper."""
    config = gan()
    common.wgan_gp(config, weight=10.0)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.1, 100.0)
    return config


def mmd_gan() -> ConfigDict:
    """MMD-GAN, its encoder of D's layers and its decoder of G's."""
    config = gan()
    common.mmd_gan(config)
    _search(config)
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
    common.search_veegan(config)
    _pairs(config)
    return config


def _pairs(config: ConfigDict) -> None:
    _discriminator(config)
    config.networks.encoder = _network()
    _search(config)


def reg_gan() -> ConfigDict:
    """Reg-GAN, its encoder the generator turned round; the encoder's rate and both weights are searched."""
    config = mode_regularised.reg_gan(gan())
    mode_regularised.search(config, "reg_gan")
    _search(config)
    return config


def mdgan() -> ConfigDict:
    """MDGAN with Reg-GAN's encoder, the same of it searched."""
    config = mode_regularised.mdgan(gan())
    mode_regularised.search(config, "mdgan")
    _search(config)
    return config


def vae(method: str = "vae", samples: int = 1) -> ConfigDict:
    """A Bernoulli VAE, or IWAE, whose decoder has the generator's layers; a sample is the decoder's mean.

    Its rate falls to 0, as flow matching's and SIG's do.
    """
    config = images()
    config.networks = {"encoder": _network(), "decoder": _network()}
    config.method = {"name": method, "observation": "bernoulli", "variance": 1.0, "samples": samples}
    config.method.sample = "theta"
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    common.decay(config, "estimator_tx")
    _search(config, "estimator_tx")
    return config


def flow_matching() -> ConfigDict:
    """Flow matching by a residual MLP: one block of two layers of 256; samples by 100 of Euler's steps.

    A plain MLP, which has to carry 196 pixels of noise through its layers, was far worse in a search.
    """
    config = images()
    common.flow_matching(config, {"name": "residual_mlp", "width": HIDDEN[0], "blocks": 1})
    _search(config)
    return config


def sig() -> ConfigDict:
    """SIG: sigma falls from 1.5 to a searched value over four fifths of the steps; a sample is theta, the mean."""
    config = images()
    of_sig.sig(config, sigma=0.3, sample="theta", rate=1e-3)
    config.method.update(sigma_start=1.5, anneal_steps=config.get_ref("steps") * 4 // 5)
    config.search["method.sigma"] = (0.1, 1.0)
    _search(config)
    return config


def gan_si() -> ConfigDict:
    """GAN-SI with sigma .5, and a weight of H_M that is searched: over 196 pixels its gradient is large."""
    config = gan()
    of_sig.regularised(config, sigma=0.5, weight=0.01)
    config.search["method.terms.generator.semi_implicit.weight"] = (1e-4, 1.0)
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
    _search(config, "generator_tx", "estimator_tx", "unroll_tx")
    return config


def lbt_gan() -> ConfigDict:
    """LBT-GAN with a VAE as student; four rates and lambda_G are searched."""
    config = images()
    common.lbt_gan(config, adversarial_weight=1.0, **INNER)
    _discriminator(config)
    _taught(config)
    common.search_lbt_gan(config)
    _search(config)
    return config
