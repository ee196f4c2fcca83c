"""What the configs of Reg-GAN, MDGAN and VAE/GAN share (Che et al. 2017; Larsen et al. 2016).

Every function changes a GAN's config; what each needs of an encoder is made like the generator turned round, and
follows the generator's latents and filters, whichever flag or budget changes them. The generator does not follow it.
"""

from math import prod

from ml_collections import ConfigDict

from configs import common

# Method -> the key of its encoder's optimiser.
ENCODER_TX = {"reg_gan": "method.terms.generator.mode_reg.tx", "mdgan": "encoder_tx"}
# Method -> the key of what holds its weights.
WEIGHTS = {"reg_gan": "method.terms.generator.mode_reg", "mdgan": "method"}


def learning_rates(method: str, discriminator: float, others: float) -> dict[str, float]:
    """The changes of a table's budget that set D's learning rate, and that of the `others`: G and any encoder."""
    encoder = {ENCODER_TX[method]: others} if method in ENCODER_TX else {}
    return common.learning_rates({"discriminator_tx": discriminator, "generator_tx": others} | encoder)


def toy() -> ConfigDict:
    """Appendix C: six Gaussians; G two ReLU layers of 128 from three uniform latents, D one of 128; Adam at 1e-4.

    The paper does not give the width of D.
    """
    config = common.mixture("six_gaussians", hidden=128, latent=3)
    config.networks.generator.update(activation="relu", noise="unit_uniform")
    common.gan(config)
    config.networks.discriminator.update(hidden=(128,), activation="relu")
    for player in ("generator_tx", "discriminator_tx"):
        config[player] = {"name": "adam", "learning_rate": 1e-4, "b1": 0.9}
    config.steps = 25_000
    return config


def compositional(data: str) -> ConfigDict:
    """Sec. 4.1.2: three digits in an image of 64 x 64, set 1 of four; DCGAN's networks and rates."""
    config = common.dcgan(data, (64, 64, 1))
    config.data.digit_set = 1
    config.eval.metrics, config.eval.samples = ("compositional",), 26_000
    common.search(config, "generator_tx", "discriminator_tx")
    config.steps = 25_000
    return config


def faces(latent: int = 100) -> ConfigDict:
    """Sec. 4.2: faces at 64 x 64 by DCGAN with this many latents; TFDS `celeb_a_10k` has 9,000 to train on.

    Scores are by a residual network that was trained to tell the 40 attributes, and by the third-party discriminator.
    """
    config = common.dcgan("celeb_a_10k", (64, 64, 3))
    config.data.label = "attributes"
    config.networks.generator.latent_dim = latent
    common.resnet_scores(config)
    config.eval.metrics = ("resnet", "missing")
    common.search(config, "generator_tx", "discriminator_tx")
    config.steps = 25_000
    return config


def mnist() -> ConfigDict:
    """DCGAN with 32 filters on MNIST, as configs/mnist/dcgan.py."""
    config = common.dcgan("mnist", (28, 28, 1), filters=32)
    common.search(config, "generator_tx", "discriminator_tx")
    config.steps = 10_000
    return config


def cifar10() -> ConfigDict:
    """DCGAN on CIFAR-10, as configs/cifar10/dcgan.py; scored by the third-party discriminator as well."""
    config = common.dcgan("cifar10", (32, 32, 3))
    common.resnet_scores(config)
    config.eval.metrics = ("resnet", "missing")
    common.search(config, "generator_tx", "discriminator_tx")
    config.steps = 100_000
    return config


def encoder(config: ConfigDict) -> dict:
    """The generator turned round: its network's name, latents and sizes, by references that go one way."""
    generator = config.networks.generator
    fields = "latent_dim", *common.LAYERS[generator.name]
    return {"name": generator.name, **{key: generator.get_oneway_ref(key) for key in fields}}


def weights(config: ConfigDict) -> dict:
    """lambda_1 of the squared distance and lambda_2.

    On the toy both are .005 (Appendix C). On MNIST they are .2 and .4 (Sec. 4.1.1); for other images the paper has
    none, and lambda_1 weighs the mean over an image's values as there.
    """
    shape = tuple(config.data.image_shape)
    if not shape:
        return {"distance_weight": 0.005, "mode_weight": 0.005}
    return {"distance_weight": 0.2 * 28 * 28 / prod(shape), "mode_weight": 0.4}


def reg_gan(config: ConfigDict) -> ConfigDict:
    """Adds the mode regulariser, whose encoder has an optimiser like G's."""
    term = {"encoder": encoder(config), "distance": "pixels", "tx": config.generator_tx.to_dict()} | weights(config)
    config.method.terms = {"generator": {"mode_reg": term}}
    return config


def mdgan(config: ConfigDict) -> ConfigDict:
    """Makes it MDGAN with Reg-GAN's weights, which the paper does not give."""
    config.networks.encoder = encoder(config) | {"deterministic": True}
    config.encoder_tx = config.generator_tx.to_dict()
    config.method = {"name": "mdgan", "loss": "non_saturating", "distance": "pixels"} | weights(config)
    return config


def search(config: ConfigDict, method: str) -> None:
    """Lets `launch.tune` draw what Reg-GAN or MDGAN has beside a GAN's rates: its encoder's rate and both weights."""
    common.search(config, ENCODER_TX[method])
    for weight in ("distance_weight", "mode_weight"):
        config.search[f"{WEIGHTS[method]}.{weight}"] = (1e-3, 1.0)


def vae_gan(config: ConfigDict) -> ConfigDict:
    """Makes it VAE/GAN (Larsen et al. 2016): RMSProp at 3e-4, gamma 1e-6, D and G paused outside of .68 +- .35."""
    config.networks.encoder = encoder(config)
    for network in ("generator_tx", "encoder_tx", "discriminator_tx"):
        config[network] = {"name": "rmsprop", "learning_rate": 3e-4}
    config.method = {
        "name": "vae_gan",
        "loss": "minimax",
        "likelihood_weight": 1e-6,
        "equilibrium": 0.68,
        "margin": 0.35,
    }
    return config
