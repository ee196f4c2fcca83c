"""Pieces that several configs share. A config may change any of it."""

import functools

from ml_collections import ConfigDict

from ganjax.harness.config import default

# The key of `method` that says how many updates an optimiser makes a step; without such a key it makes one. The
# unrolled steps go on from the counter of the committed ones, which these advance.
UPDATES = {
    "discriminator_tx": "critic_steps",
    "critic_tx": "critic_steps",
    "estimator_tx": "inner_steps",
    "unroll_tx": "inner_steps",
}


def decay(config: ConfigDict, *optimizers: str) -> None:
    """Lets the rates of these optimisers (dotted keys of `config`) fall to 0 with the last update of the run.

    An optimiser counts its own updates, not the run's steps. The number follows `steps` and the updates a step by
    reference, and not the other way round, whichever of them a flag or a table's budget changes. To be called once
    the method is set.
    """
    for name in optimizers:
        updates = UPDATES.get(name)
        each = config.method.get_ref(updates) if updates in config.method else 1
        optimizer = functools.reduce(ConfigDict.__getitem__, name.split("."), config)
        optimizer.decay_steps = config.get_ref("steps") * each


def mixture(name: str, hidden: int = 128, latent: int = 32) -> ConfigDict:
    """A two-dimensional mixture and the tanh MLPs of LBT's authors (2 x 128; they take 256 latents)."""
    config = default()
    config.data.name = name
    config.networks.generator = {
        "name": "mlp",
        "latent_dim": latent,
        "hidden": (hidden, hidden),
        "activation": "tanh",
    }
    config.ema = 0.995
    config.eval.metrics = ("mixtures",)
    config.eval.samples = 500_000
    config.log_every = 200
    return config


def adversary(config: ConfigDict, hidden: int = 128) -> None:
    """Adds a discriminator MLP, and both learning rates of the Unrolled-GAN demo: D 1e-4, G 1e-3."""
    config.networks.discriminator = {"name": "mlp", "hidden": (hidden, hidden), "activation": "tanh"}
    config.generator_tx = {"name": "adam", "learning_rate": 1e-3, "b1": 0.5}
    config.discriminator_tx = {"name": "adam", "learning_rate": 1e-4, "b1": 0.5}
    search(config, "generator_tx", "discriminator_tx")


def rates(config: ConfigDict, generator: float, discriminator: float) -> None:
    """Sets both learning rates of a game, such as the best draw of `launch.tune`."""
    config.generator_tx.learning_rate, config.discriminator_tx.learning_rate = generator, discriminator


def search(config: ConfigDict, *optimizers: str, highest: float = 3e-2) -> None:
    """Lets `launch.tune` draw the learning rates of these optimisers between 1e-4 and `highest`."""
    for name in optimizers:
        config.search[f"{name}.learning_rate"] = (1e-4, highest)


def learning_rates(of: dict[str, float]) -> dict[str, float]:
    """The changes of a table's budget that give optimisers, by their keys in a config, these learning rates."""
    return {f"{tx}.learning_rate": rate for tx, rate in of.items()}


def gan(config: ConfigDict, loss: str = "non_saturating") -> None:
    """Makes it a GAN with this loss."""
    adversary(config)
    config.method = {"name": "gan", "loss": loss, "critic_steps": 1}


def _momenta(config: ConfigDict, b1: float, b2: float) -> None:
    """Gives the Adam of both players of a game these."""
    for player in ("generator_tx", "discriminator_tx"):
        config[player].update(b1=b1, b2=b2)


def without_momentum(config: ConfigDict) -> None:
    """Gives the Adam of both players of a game b1 = 0, b2 = .9, as WGAN-GP and SNGAN have."""
    _momenta(config, b1=0.0, b2=0.9)


def r3gan(config: ConfigDict, weight: float = 1.0) -> None:
    """Makes a GAN R3GAN: the relativistic loss, R1 and R2 of one `weight` (Huang et al. 2024)."""
    config.method.loss = "relativistic"
    config.method.terms = {"discriminator": {"r1_r2": {"weight": weight, "interval": 1}}}
    _momenta(config, b1=0.0, b2=0.99)
    config.search["method.terms.discriminator.r1_r2.weight"] = (1e-5, 10.0)


def wgan_gp(config: ConfigDict, weight: float) -> None:
    """Makes a GAN WGAN-GP: five critic steps, Adam without momentum (Gulrajani et al. 2017)."""
    config.method = {"name": "gan", "loss": "wasserstein", "critic_steps": 5}
    config.method.terms = {"discriminator": {"gradient_penalty": {"weight": weight}}}
    without_momentum(config)


def search_penalty(config: ConfigDict) -> None:
    """Lets `launch.tune` draw the weight of WGAN-GP's gradient penalty."""
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.01, 10.0)


def sngan(config: ConfigDict) -> None:
    """Makes a GAN SNGAN: the hinge loss, a D of spectrally normalised layers, five steps of D, Adam without momentum.

    Those are the settings of its residual networks (Miyato et al. 2018, App. B.2); its Table 1 has those of others.
    """
    config.method.update(loss="hinge", critic_steps=5)
    config.networks.discriminator.spectral_norm = True
    without_momentum(config)


def clipped_mmd_gan(config: ConfigDict) -> None:
    """Keeps an MMD-GAN's critic within a box that is searched: Algorithm 1 of Li et al. 2017 has one of .01."""
    config.critic_tx.clip_parameters = 0.1
    config.search["critic_tx.clip_parameters"] = (0.01, 1.0)


def donsker_varadhan(config: ConfigDict) -> None:
    """Makes it a GAN whose critic is of the Donsker-Varadhan bound of the KL, with its moving average."""
    gan(config, "wasserstein")
    term = {"donsker_varadhan": {"decay": 0.99}}
    config.method.terms = {"discriminator": term, "generator": term}


def one_gaussian() -> ConfigDict:
    """`two_widths` and a generator that is one Gaussian, an affine map of its latents."""
    config = mixture("two_widths", latent=2)
    config.networks.generator.hidden = ()
    config.eval.metrics = ("mixtures", "moments")
    config.eval.samples = 100_000
    return config


def unroll(config: ConfigDict) -> None:
    """Makes a GAN whose players have Adam an Unrolled GAN of five steps (Metz et al. 2016)."""
    config.method = {
        "name": "unrolled",
        "loss": "minimax",
        "surrogate": "saddle",
        "unroll_steps": 5,
        "remat": False,
    }
    # The discriminator's Adam is differentiated through: its epsilon is inside the root.
    config.discriminator_tx.name = "unrollable_adam"


def unrolled(config: ConfigDict) -> None:
    """Makes it an Unrolled GAN of five steps (Metz et al. 2016)."""
    adversary(config)
    unroll(config)


def pairs(config: ConfigDict, body: dict | None = None, hidden: tuple = (128,)) -> None:
    """A discriminator of pairs and an encoder to the generator's latents, with an optimiser like G's.

    hidden: D's layers that see the pairs.
    body: the discriminator, of images, whose features both are built on; without one both are MLPs.
    """
    latent = config.networks.generator.latent_dim
    config.networks.discriminator = {"name": "pairs", "hidden": hidden}
    config.networks.encoder = {"name": "mlp", "latent_dim": latent, "hidden": (128, 128)}
    if body:
        config.networks.discriminator.body = body
        config.networks.encoder = {"name": "pairs", "latent_dim": latent, "body": body}
    config.encoder_tx = dict(config.generator_tx)


def veegan(config: ConfigDict) -> None:
    """Makes it VEEGAN, with its authors' settings: D has one hidden layer, all learn at 1e-3."""
    adversary(config)
    pairs(config)
    config.discriminator_tx.learning_rate = 1e-3
    config.method = {"name": "veegan", "reconstruction_weight": 1.0}


def ali(config: ConfigDict, hidden: tuple = (128,), body: dict | None = None) -> None:
    """Makes a GAN ALI (Dumoulin et al. 2017); `hidden` and `body` as in `pairs`."""
    pairs(config, body, hidden)
    config.method = {"name": "ali", "loss": "non_saturating"}
    search(config, "encoder_tx")


def search_veegan(config: ConfigDict) -> None:
    """Lets `launch.tune` draw what VEEGAN has beside a GAN's rates: its encoder's rate and its weight."""
    search(config, "encoder_tx")
    config.search["method.reconstruction_weight"] = (1e-2, 10.0)


def student(config: ConfigDict, latent: int, hidden: tuple, variance: float, activation: str = "tanh") -> None:
    """Adds a VAE with MLPs as the estimator of LBT."""
    config.networks.encoder = {
        "name": "mlp",
        "latent_dim": latent,
        "hidden": hidden,
        "activation": activation,
    }
    config.networks.decoder = {
        "name": "mlp",
        "latent_dim": latent,
        "hidden": hidden,
        "activation": activation,
    }
    config.method.estimator = {"name": "vae", "observation": "normal", "variance": variance, "samples": 1}


def lbt(config: ConfigDict, inner_steps: int, variance: float, learning_rates: tuple[float, float]) -> None:
    """Makes it LBT: K = 5, M = `inner_steps`, a VAE student of fixed decoder variance.

    `learning_rates` are the student's in the committed and in the unrolled steps; the authors' are 3e-4
    and 1e-4, sharing the moments of an Adam whose second moment is a constant to the gradient.
    """
    config.method = {
        "name": "lbt",
        "inner_steps": inner_steps,
        "unroll_steps": 5,
        "hypergradient": "unrolled",
        "damping": 0.01,
        "cg_iterations": 20,
        "teaching_weight": 1.0,
        "teaching_start": 0,
        "remat": False,
    }
    student(config, 32, (128, 128), variance)
    committed, ahead = learning_rates
    config.generator_tx = {"name": "adam", "learning_rate": 1e-3, "b1": 0.5, "clip_norm": 5.0}
    config.estimator_tx = {"name": "unrollable_adam", "learning_rate": committed, "b1": 0.5}
    config.unroll_tx = {"name": "unrollable_adam", "learning_rate": ahead, "b1": 0.5, "stop_gradient": True}


def lbt_gan(
    config: ConfigDict,
    inner_steps: int,
    variance: float,
    learning_rates: tuple[float, float],
    adversarial_weight: float = 0.1,
) -> None:
    """Makes it LBT-GAN: LBT with a discriminator, `adversarial_weight` being lambda_G of Eq. 8."""
    lbt(config, inner_steps, variance, learning_rates)
    config.networks.discriminator = {"name": "mlp", "hidden": (128, 128), "activation": "tanh"}
    config.discriminator_tx = {"name": "adam", "learning_rate": 1e-4, "b1": 0.5}
    config.method.adversarial_weight = adversarial_weight
    config.method.loss = "non_saturating"


def search_lbt_gan(config: ConfigDict) -> None:
    """Lets `launch.tune` draw the four rates of LBT-GAN and lambda_G."""
    search(config, "generator_tx", "discriminator_tx", "estimator_tx", "unroll_tx")
    config.search["method.adversarial_weight"] = (0.01, 10.0)


EVALUATOR = {"filters": (32, 64, 128), "blocks": 2, "stride": 1}  # of the metric `resnet`


def images(data: str, shape: tuple, metrics: tuple, samples: int) -> ConfigDict:
    """Images in [-1, 1] of this shape, resized and made grey or RGB if need be; batch 64."""
    config = default()
    config.data.name = data
    config.data.image_shape = shape
    config.batch_size = 64
    config.eval.metrics = metrics
    config.eval.samples = samples
    config.eval.evaluator = EVALUATOR
    config.sample_every = 5_000
    return config


def packed(config: ConfigDict, pack: int) -> None:
    """Makes a GAN PacGAN: its discriminator sees `pack` samples at once (Lin et al. 2018)."""
    body = config.networks.discriminator.to_dict()
    config.networks.discriminator = {"name": "packed", "pack": pack, "body": body}


def dcgan(data: str, shape: tuple, filters: int = 64) -> ConfigDict:
    """DCGAN (Radford et al. 2016): Adam 2e-4 with b1 = .5, batch 64."""
    config = images(data, shape, ("classes",), 10_000)
    config.networks.generator = {"name": "dcgan", "latent_dim": 100, "filters": filters}
    config.networks.discriminator = {"name": "dcgan", "filters": filters}
    config.generator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    config.discriminator_tx = {"name": "adam", "learning_rate": 2e-4, "b1": 0.5}
    config.method = {"name": "gan", "loss": "non_saturating", "critic_steps": 1}
    return config


def conditional(config: ConfigDict, n_classes: int, joint: str = "concatenation") -> None:
    """Gives both players the label: conditional GAN (Mirza & Osindero 2014), or D with the projection."""
    config.networks.generator.n_classes = n_classes
    body = config.networks.discriminator.to_dict()
    config.networks.discriminator = {"name": "conditional", "body": body, "n_classes": n_classes, "joint": joint}


# A smaller evaluator than that of `resnet_scores`, and as the changes of a table's cpu budget.
SMALL = {"filters": (16, 32, 64), "blocks": 1, "stride": 2}
SMALL_EVALUATOR = {f"eval.evaluator.{key}": value for key, value in SMALL.items()}


def resnet_scores(config: ConfigDict) -> None:
    """Scores by a residual network trained on the data (`ganjax.metrics.resnet`)."""
    config.eval.metrics = ("resnet",)
    config.eval.evaluator = EVALUATOR


def vae(config: ConfigDict, variance: float) -> None:
    """Makes it a VAE with the MLPs of LBT's student; `variance` 0 learns it."""
    config.method = {"name": "vae", "observation": "normal", "variance": variance, "samples": 1, "sample": "x"}
    config.networks = {}
    for role in ("encoder", "decoder"):
        config.networks[role] = {"name": "mlp", "latent_dim": 32, "hidden": (128, 128)}
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    search(config, "estimator_tx")


# What gives a generator its size, and a network that is built like it: network -> its fields.
LAYERS = {"mlp": ("hidden", "activation"), "dcgan": ("filters",)}


def mmd_gan(config: ConfigDict) -> None:
    """Makes a GAN MMD-GAN of 16 features: the encoder has D's hidden layers, the decoder the generator's."""
    critic, generator = config.networks.discriminator, config.networks.generator
    features = 16
    layers = ("name", *LAYERS[generator.name])
    config.networks = {
        "generator": generator,
        "encoder": {key: critic[key] for key in layers} | {"latent_dim": features, "deterministic": True},
        "decoder": {key: generator[key] for key in layers} | {"latent_dim": features},
    }
    config.critic_tx = dict(config.discriminator_tx)
    del config.discriminator_tx, config.search["discriminator_tx.learning_rate"]
    config.method = {
        "name": "mmd_gan",
        "bandwidths": (1.0, 2.0, 4.0, 8.0, 16.0),
        "reconstruction_weight": 0.1,
        "critic_steps": 5,
    }
    search(config, "critic_tx")
    config.search["method.reconstruction_weight"] = (1e-3, 10.0)


def flow_matching(config: ConfigDict, velocity: dict | None = None, euler_steps: int = 100) -> None:
    """Makes it flow matching; without `velocity` it has hidden layers as the generator of a GAN on these data."""
    if velocity is None:
        generator = config.networks.generator
        velocity = {key: generator[key] for key in ("name", "hidden", "activation")}
    config.networks = {"velocity": velocity}
    config.method = {"name": "flow_matching", "euler_steps": euler_steps}
    config.velocity_tx = {"name": "adam", "learning_rate": 1e-3}
    decay(config, "velocity_tx")
    search(config, "velocity_tx")


def finely(config: ConfigDict) -> None:
    """Fits the networks to a structure much finer than the data's extent, alike for all methods.

    All have sine units (Sitzmann et al. 2020), and what takes x takes ten times it. Against a uniform square such a
    discriminator tells the grid at once (loss .26 after 1,250 steps), which one of tanh units does not in 5,000
    (loss 1.04). The generator has twelve times two uniform latents: ReLUs without biases bend along lines through
    the origin only, and learn the square's middle alone. A decoder has two normal latents.
    """
    networks = config.networks
    for network in networks.values():
        network.activation = "sin"
    for role in {"discriminator", "encoder", "velocity"} & set(networks):
        networks[role].input_scale = 10.0
    if "generator" in networks:
        networks.generator.update(latent_dim=2, noise="uniform", input_scale=12.0)
    for role in {"encoder", "decoder"} & set(networks):
        networks[role].latent_dim = 2
    if "decoder" in networks:
        networks.decoder.input_scale = 4.0


def histogram(config: ConfigDict, components: int = 60, spread: float = 1.2, input_scale: float = 10.0) -> None:
    """Gives LBT an autoregressive student with a lattice of Gaussians a coordinate over [-spread, spread]."""
    del config.networks["encoder"], config.networks["decoder"]
    config.networks.density = {
        "name": "made",
        "hidden": (128,),
        "activation": "sin",
        "input_scale": input_scale,
        "components": components,
        "spread": spread,
        "lattice": True,
    }
    config.method.estimator = {"name": "autoregressive"}
