"""What the configs of SIG and GAN-SI share (Yin & Zhou 2018)."""

from ml_collections import ConfigDict

from configs import common, stacks


def sig(config: ConfigDict, layer: str = "normal", sigma: float = 0.1, sample: str = "x", rate: float = 1e-2) -> None:
    """Makes it SIG: G alone, M = N, and nothing but H_M to descend, at a rate that falls to 0 with the last step."""
    config.method = {
        "name": "sig",
        "layer": layer,
        "sigma": sigma,
        "sigma_start": 0.0,
        "anneal_steps": 0,
        "mixing_samples": 0,
        "sample": sample,
        "block": 0,
    }
    config.generator_tx = {"name": "adam", "learning_rate": rate}
    common.search(config, "generator_tx")
    common.decay(config, "generator_tx")


def regularised(config: ConfigDict, sigma: float = 1.0, weight: float | str = "auto") -> None:
    """Adds H_M to the generator's loss, which makes a GAN GAN-SI."""
    config.method.terms = {"generator": {"semi_implicit": {"weight": weight, "sigma": sigma}}}


def search_weight(config: ConfigDict) -> None:
    """Lets `launch.tune` draw the weight of H_M in GAN-SI."""
    config.search["method.terms.generator.semi_implicit.weight"] = (0.01, 30.0)


def toy(data: str) -> ConfigDict:
    """Sec. 5.1: 10 latents and two hidden layers of 100 ReLUs; batch 256."""
    config = common.mixture(data, hidden=100, latent=10)
    config.networks.generator.activation = "relu"
    config.ema = 0.99
    return config


def counts(data: str) -> ConfigDict:
    """A toy of counts, scored by the total variation to their mass function."""
    config = toy(data)
    config.eval.metrics = ("counts",)
    return config


def points(data: str) -> ConfigDict:
    """A toy of points without modes to count, scored by the squared MMD to fresh draws."""
    config = toy(data)
    config.eval.metrics = ("mmd",)
    config.eval.samples = 2_000
    return config


def gan(config: ConfigDict, hidden: tuple = (100, 100), rate: float = 1e-4) -> None:
    """Makes a toy a GAN, G learning at 1e-3 and D at `rate`."""
    common.gan(config)
    config.discriminator_tx.learning_rate = rate
    config.networks.discriminator.update(hidden=hidden, activation="relu")


def toy_gan(config: ConfigDict, generator: float, discriminator: float) -> None:
    """Makes a toy a GAN whose rates fall to 0 with the last step, as SIG's do; constant where `decay_steps` are 0."""
    gan(config)
    common.rates(config, generator, discriminator)
    common.decay(config, "generator_tx", "discriminator_tx")


def grid(data: str = "grid25") -> ConfigDict:
    """Sec. 5.2, alike for all methods: a generator with two hidden layers of 100 ReLUs; 50,000 samples, a mode needs
    1,000 of them.

    Its latents, which the paper does not give, are two, uniform on [-4, 4]. With ten of unit variance SIG's loss
    falls far too slowly: .10 high quality after 6,000 steps at a rate of 1e-2.
    """
    config = common.mixture(data, hidden=100, latent=2)
    config.networks.generator.update(activation="relu", noise="uniform", input_scale=4.0)
    config.ema = 0.99
    config.eval.samples = 50_000
    config.eval.coverage = 0.5
    return config


def encoder(config: ConfigDict) -> None:
    """Gives the encoder two hidden layers of 100 ReLUs (Sec. 5.2)."""
    config.networks.encoder.update(hidden=(100, 100), activation="relu")


def grid_sig(data: str = "grid25") -> ConfigDict:
    """SIG on a grid: sigma falls from 1, half the spacing, to .05, the data's std, over nine tenths of the steps."""
    config = grid(data)
    config.steps = 20_000
    sig(config, sigma=0.05, sample="theta")
    config.method.update(sigma_start=1.0, anneal_steps=config.get_ref("steps") * 9 // 10)
    return config


def images(data: str, shape: tuple) -> ConfigDict:
    """SIG with DCGAN's generator on images in [-1, 1], scored by theta.

    The paper says nothing of it but M = 100.
    """
    config = common.images(data, shape, ("classes",), 10_000)
    config.batch_size = 256
    config.steps = 5_000
    config.networks.generator = {"name": "dcgan", "latent_dim": 10, "filters": 16}
    sig(config, sigma=0.3, sample="theta", rate=1e-3)
    config.method.update(sigma_start=3.0, anneal_steps=config.get_ref("steps") * 4 // 5)
    return config


def stacked(data: str) -> ConfigDict:
    """Sec. 5.3: the sized DCGANs, size M; S has networks.discriminator.width = .5, L networks.generator.width = 2.

    Samples are by an average of the generator over a hundred steps, without which single runs differ more.
    """
    config = stacks.gan(data)
    config.batch_size = 64
    config.networks.generator = {"name": "stacked_sig", "latent_dim": 256, "width": 1.0}
    config.networks.discriminator = {"name": "stacked_sig", "width": 1.0}
    config.generator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    config.discriminator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    config.ema = 0.99
    return config


def wgan_gp(data: str, shape: tuple, filters: int = 64) -> ConfigDict:
    """WGAN-GP without classes on DCGAN's networks: five critic steps, no batch norm in the critic."""
    config = common.dcgan(data, shape, filters)
    common.wgan_gp(config, weight=10.0)
    config.networks.discriminator.batch_norm = False
    common.resnet_scores(config)
    return config
