"""The seven conditional GANs of the LSVGD paper's Tables I to III, each with a transform at the features.

All have DCGAN's networks (Sec. V-B). Every function takes the data set's name, the images' shape, the number of
classes and the networks' filters, and returns a config.
"""

from ml_collections import ConfigDict

from configs import common


def stein(config: ConfigDict, where: str = "feature_tx", features: int = 24) -> None:
    """SVGD at D's `features` units (LSVGD, Sec. V-B), or with where="sample_tx" at the samples.

    `noise` "independent" and `weights` "paper" make it LSVGD, `noise` "joint" the exact one; the name "sgd" leaves
    gradients alone.
    """
    if where == "feature_tx":
        config.networks.discriminator.feature_dim = features
    config.method[where] = {
        "name": "lsvgd",
        "bandwidth": "median",
        "step_size": 1.0,
        "weights": "uniform",
        "noise": "none",
        "temperature": 1.0,
    }


def conditional(
    data: str, shape: tuple, classes: int = 10, filters: int = 64, loss: str = "non_saturating"
) -> ConfigDict:
    """The conditional GAN of Sec. V-B: DCGAN with 24 features, the class in G's input, an auxiliary head."""
    config = common.dcgan(data, shape, filters)
    config.batch_size = 100
    config.networks.generator.n_classes = classes
    config.method = {"name": "gan", "loss": loss, "critic_steps": 1}
    config.method.terms = {
        "discriminator": {"auxiliary": {"weight": 1.0, "tx": config.discriminator_tx.to_dict()}},
        "generator": {"auxiliary": {"weight": 1.0}},
    }
    stein(config)
    common.resnet_scores(config)
    return config


def optimise(config: ConfigDict, name: str, generator: float, discriminator: float, moments: dict) -> None:
    """Gives both players, and D's auxiliary head, this optimiser; the two learning rates may differ.

    moments: the optimiser's other arguments, such as {"b1": 0.5}.
    """
    config.generator_tx = {"name": name, "learning_rate": generator, **moments}
    config.discriminator_tx = {"name": name, "learning_rate": discriminator, **moments}
    config.method.terms.discriminator.auxiliary.tx = config.discriminator_tx.to_dict()


def dcgan(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """DCGAN at 1e-4 (Radford et al. 2016)."""
    config = conditional(data, shape, classes, filters)
    optimise(config, "adam", 1e-4, 1e-4, {"b1": 0.5})
    return config


def stein_gan(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """Stein-GAN (Wang & Liu 2016): the energy of an autoencoder, and SVGD at the samples in place of the features."""
    config = conditional(data, shape, classes, filters, "energy")
    optimise(config, "adam", 1e-4, 1e-4, {"b1": 0.5})
    config.networks.discriminator = {"name": "autoencoder", "filters": filters, "latent_dim": 100}
    del config.method["feature_tx"]
    stein(config, "sample_tx")
    return config


def wgan(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """WGAN (Arjovsky et al. 2017): five critic steps, RMSProp, parameters within .01."""
    config = conditional(data, shape, classes, filters, "wasserstein")
    config.method.critic_steps = 5
    config.networks.discriminator.batch_norm = True
    optimise(config, "rmsprop", 5e-5, 5e-5, {})
    config.discriminator_tx.clip_parameters = 0.01
    return config


def wgan_gp(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """WGAN-GP (Gulrajani et al. 2017): five critic steps, no batch norm in the critic.

    Its losses are of the size of 10 and more, beside which an auxiliary weight of 1 teaches no class.
    """
    config = conditional(data, shape, classes, filters, "wasserstein")
    config.method.critic_steps = 5
    config.networks.discriminator.batch_norm = False
    optimise(config, "adam", 1e-4, 1e-4, {"b1": 0.0, "b2": 0.9})
    config.method.terms.discriminator.gradient_penalty = {"weight": 10.0}
    for side in ("discriminator", "generator"):
        config.method.terms[side].auxiliary.weight = 10.0
    return config


def roth(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """DCGAN with the regulariser of Roth et al. 2017, annealed over the config's `steps`."""
    config = conditional(data, shape, classes, filters)
    config.networks.discriminator.batch_norm = False
    optimise(config, "adam", 2e-4, 2e-4, {"b1": 0.5})
    steps = config.get_ref("steps") + 0  # follows `steps`, and not the other way round
    config.method.terms.discriminator.roth = {"weight": 2.0, "final": 0.01, "decay_steps": steps}
    return config


def sngan(data: str, shape: tuple, classes: int = 10, filters: int = 64) -> ConfigDict:
    """SNGAN (Miyato et al. 2018) on DCGAN's networks: hinge, spectral norm, Adam at 2e-4."""
    config = conditional(data, shape, classes, filters, "hinge")
    config.networks.discriminator.spectral_norm = True
    optimise(config, "adam", 2e-4, 2e-4, {"b1": 0.0, "b2": 0.9})
    return config


def sagan(data: str, shape: tuple, classes: int = 10, filters: int = 64, attention: int = 8) -> ConfigDict:
    """SAGAN (Zhang et al. 2019) on DCGAN's networks: SNGAN with attention and two learning rates."""
    config = sngan(data, shape, classes, filters)
    config.networks.discriminator.attention = config.networks.generator.attention = attention
    optimise(config, "adam", 1e-4, 4e-4, {"b1": 0.0, "b2": 0.9})
    return config
