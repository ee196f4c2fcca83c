"""A config of every method, of a few small layers and three steps."""

from ganjax.harness.config import default


def tiny_base(data="ring"):
    config = default()
    config.data.name = data
    config.steps, config.batch_size, config.log_every, config.checkpoint_every = 3, 8, 1, 3
    config.networks.generator = {"name": "mlp", "latent_dim": 3, "hidden": (5,)}
    config.generator_tx = {"name": "adam", "learning_rate": 1e-2, "b1": 0.5, "clip_norm": 5.0}
    config.eval.samples = 200
    config.eval.metrics = ("mixtures",)
    return config


def _adversary(config):
    config.networks.discriminator = {"name": "mlp", "hidden": (6,)}
    config.discriminator_tx = {"name": "unrollable_adam", "learning_rate": 1e-2, "b1": 0.5}


def _student(config):
    config.networks.encoder = {"name": "mlp", "latent_dim": 2, "hidden": (4,)}
    config.networks.decoder = {"name": "mlp", "latent_dim": 2, "hidden": (4,)}
    config.estimator_tx = {"name": "unrollable_adam", "learning_rate": 1e-2}


def gan():
    config = tiny_base()
    _adversary(config)
    config.method = {"name": "gan", "loss": "non_saturating", "critic_steps": 1}
    return config


def wgan():
    """With every way to keep a critic smooth, and the semi-implicit term."""
    config = gan()
    config.method = {
        "name": "gan",
        "loss": "wasserstein",
        "critic_steps": 2,
        "terms": {
            "discriminator": {"gradient_penalty": {"weight": 10.0}, "roth": {"weight": 2.0, "decay_steps": 10}},
            "generator": {"semi_implicit": {"weight": "auto", "sigma": 0.1}},
        },
    }
    config.discriminator_tx = {"name": "rmsprop", "learning_rate": 1e-2, "clip_parameters": 0.05}
    config.ema = 0.9
    return config


def r3gan():
    """The relativistic loss, with R1 on every second step, R2, and a D with dropout."""
    config = gan()
    config.networks.discriminator.dropout = 0.3
    config.method.loss = "relativistic"
    config.method.terms = {"discriminator": {"r1": {"weight": 0.5, "interval": 2}, "r2": {"weight": 0.5}}}
    return config


def sig():
    config = tiny_base()
    config.networks.generator = gan().networks.generator
    config.generator_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method = {
        "name": "sig",
        "layer": "normal",
        "sigma": 0.3,
        "sigma_start": 0.6,
        "anneal_steps": 2,
        "mixing_samples": 12,
        "sample": "x",
        "block": 4,
    }
    config.ema = 0.9
    return config


def sig_poisson():
    config = tiny_base("negative_binomial")
    config.networks.generator = gan().networks.generator
    config.method = {"name": "sig", "layer": "poisson", "sigma": 0.0, "mixing_samples": 0, "sample": "x", "block": 0}
    config.eval.metrics = ("counts",)
    return config


def svgd():
    config = tiny_base("bimodal")
    config.networks = {"target": {"name": "mixture", "means": ((-1.0, 0.0), (1.0, 0.0)), "std": (0.7, 1.0)}}
    config.method = {"name": "svgd", "particles": 10, "bandwidth": 0.5, "noise": "joint"}
    config.eval.metrics, config.eval.samples = ("particles",), 10
    return config


def lsvgd():
    config = gan()
    config.method.feature_tx = {"name": "lsvgd", "bandwidth": 3.0, "weights": "paper", "noise": "independent"}
    return config


def dcgan():
    config = gan()
    config.data.name, config.data.image_shape = "digits", (8, 8, 1)
    config.networks.generator = {"name": "dcgan", "latent_dim": 3, "filters": 2}
    config.networks.discriminator = {"name": "dcgan", "filters": 2}
    config.eval.metrics = ()
    return config


def conditional():
    """SNGAN with the projection and an auxiliary head, of classes, both through SVGD; attention in both players."""
    config = dcgan()
    config.networks.generator.update(n_classes=10, attention=4)
    body = {"name": "dcgan", "filters": 2, "spectral_norm": True, "feature_dim": 4, "attention": 4}
    config.networks.discriminator = {"name": "conditional", "n_classes": 10, "joint": "projection", "body": body}
    config.method.loss = "hinge"
    config.method.feature_tx = {"name": "svgd"}
    head = {"tx": {"name": "adam", "learning_rate": 1e-2}}
    config.method.terms = {"discriminator": {"auxiliary": head}, "generator": {"auxiliary": {"weight": 0.5}}}
    return config


def dropout():
    """Dropout in D, and an optimiser that a number chooses."""
    config = gan()
    config.networks.discriminator = {"name": "mlp", "hidden": (6, 5), "dropout": 0.4}
    config.discriminator_tx = {"name": "sgd_or_adam", "learning_rate": 1e-2, "adam": 1.0}
    return config


def stein_gan():
    config = gan()
    config.method.loss = "energy"
    config.method.sample_tx = {"name": "lsvgd", "noise": "joint", "bandwidth": 5.0}
    return config


def unrolled():
    config = gan()
    config.method = {"name": "unrolled", "loss": "minimax", "surrogate": "saddle", "unroll_steps": 2}
    config.method.remat = False
    return config


def vae():
    config = tiny_base()
    _student(config)
    config.networks = {k: v for k, v in config.networks.items() if k != "generator"}
    config.method = {"name": "vae", "observation": "normal", "variance": 0.0, "samples": 2}
    return config


def iwae():
    """With two stochastic layers."""
    config = vae()
    layers = {"name": "stochastic", "latent_dims": (3, 2), "hidden": ((4,), (5,))}
    config.networks = {"encoder": layers, "decoder": layers}
    config.method.name = "iwae"
    return config


def lbt():
    config = tiny_base()
    _student(config)
    config.unroll_tx = {"name": "unrollable_adam", "learning_rate": 3e-3, "stop_gradient": True}
    config.method = {
        "name": "lbt",
        "inner_steps": 3,
        "unroll_steps": 2,
        "hypergradient": "unrolled",
        "damping": 0.01,
        "cg_iterations": 20,
        "teaching_weight": 1.0,
        "teaching_start": 0,
        "remat": False,
        "estimator": {"name": "vae", "observation": "normal", "variance": 0.1, "samples": 1},
    }
    return config


def lbt_gan():
    config = lbt()
    _adversary(config)
    config.method.adversarial_weight = 0.5
    config.method.loss = "non_saturating"
    config.method.remat = True
    return config


def lbt_dcgan():
    """LBT-GAN whose generator has batch norm."""
    config = lbt_gan()
    config.data.name, config.data.image_shape = "digits", (8, 8, 1)
    config.networks.generator = {"name": "dcgan", "latent_dim": 3, "filters": 2}
    config.method.remat = False
    config.method.estimator.observation = "bernoulli"
    config.eval.metrics = ()
    return config


def packed():
    """PacGAN: a GAN whose discriminator judges two examples at once; LSVGD with the exact noise on the packs."""
    config = gan()
    config.method.feature_tx = {"name": "lsvgd", "bandwidth": "median", "noise": "joint", "step_size": 0.5}
    config.networks.discriminator = {"name": "packed", "pack": 2, "body": {"name": "mlp", "hidden": (6,)}}
    return config


def flow_matching():
    config = tiny_base()
    config.networks = {"velocity": {"name": "mlp", "hidden": (5,)}}
    config.velocity_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method = {"name": "flow_matching", "euler_steps": 3}
    config.ema = 0.9
    return config


def latent_flow():
    config = vae()
    config.networks.velocity = {"name": "mlp", "hidden": (5,)}
    config.velocity_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method.update(name="latent_flow", euler_steps=3, autoencoder_steps=2)
    config.ema = 0.9
    return config


def mmd_gan():
    """With batch norm in the generator and the encoder, two critic steps and an average."""
    config = tiny_base()
    config.data.name, config.data.image_shape = "digits", (8, 8, 1)
    config.networks.generator = {"name": "dcgan", "latent_dim": 3, "filters": 2}
    config.networks.encoder = {"name": "dcgan", "latent_dim": 3, "filters": 2, "deterministic": True}
    config.networks.decoder = {"name": "mlp", "latent_dim": 3, "hidden": (4,)}
    config.critic_tx = {"name": "rmsprop", "learning_rate": 1e-2, "clip_parameters": 0.1}
    config.method = {"name": "mmd_gan", "bandwidths": (1.0, 4.0), "reconstruction_weight": 0.5, "critic_steps": 2}
    config.eval.metrics, config.ema = (), 0.9
    return config


def autoregressive():
    config = tiny_base()
    config.networks = {"density": {"name": "made", "hidden": (6,), "components": 3}}
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method = {"name": "autoregressive"}
    return config


def lbt_flow():
    """LBT whose student is autoregressive."""
    config = lbt()
    density = {"name": "made", "hidden": (6,), "components": 5, "lattice": True, "spread": 1.5}
    config.networks = {"generator": config.networks.generator, "density": density}
    config.method.estimator = {"name": "autoregressive"}
    return config


def lbt_implicit():
    config = lbt()
    config.method.hypergradient, config.method.damping, config.method.cg_iterations = "implicit", 0.1, 3
    return config


def ali():
    config = tiny_base()
    _adversary(config)
    config.networks.discriminator = {"name": "pairs", "hidden": (6,)}
    config.networks.encoder = {"name": "mlp", "latent_dim": 3, "hidden": (4,)}
    config.encoder_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method = {"name": "ali", "loss": "non_saturating"}
    return config


def veegan():
    """On images, with batch norm in all three networks."""
    config = ali()
    config.data.name, config.data.image_shape = "digits", (8, 8, 1)
    config.networks.generator = {"name": "dcgan", "latent_dim": 3, "filters": 2}
    body = {"name": "dcgan", "filters": 2}
    config.networks.discriminator = {"name": "pairs", "hidden": (6,), "body": body}
    config.networks.encoder = {"name": "pairs", "latent_dim": 3, "body": body}
    config.method = {"name": "veegan", "reconstruction_weight": 1.0}
    config.eval.metrics = ()
    return config


def _mode_reg(hidden=(4,), **changes):
    """The generator's terms of a Reg-GAN with an encoder of three latents."""
    encoder = {"name": "mlp", "latent_dim": 3, "hidden": hidden}
    term = {"encoder": encoder, "distance_weight": 0.5, "mode_weight": 0.7, "distance": "features"}
    return {"generator": {"mode_reg": term | {"tx": {"name": "adam", "learning_rate": 1e-2}} | changes}}


def reg_gan():
    """With batch norm in all three networks, and an average."""
    config = dcgan()
    config.method.terms = _mode_reg(distance="pixels", encoder={"name": "dcgan", "latent_dim": 3, "filters": 2})
    config.ema = 0.9
    return config


def reg_lbt_gan():
    """LBT-GAN with the mode regulariser, whose D judges packs; its student has an encoder of its own."""
    config = lbt_gan()
    config.networks.discriminator = packed().networks.discriminator
    config.method.terms, config.method.remat = _mode_reg(), False
    return config


def reg_unrolled():
    config = unrolled()
    config.method.terms = _mode_reg()
    return config


def mdgan():
    """With batch norm in all four networks."""
    config = dcgan()
    config.networks.encoder = {"name": "dcgan", "latent_dim": 3, "filters": 2, "deterministic": True}
    config.encoder_tx = {"name": "adam", "learning_rate": 1e-2}
    config.method = {
        "name": "mdgan",
        "loss": "non_saturating",
        "distance": "features",
        "distance_weight": 0.5,
        "mode_weight": 0.7,
    }
    return config


def vae_gan():
    """With batch norm in all three networks; an average."""
    config = mdgan()
    config.networks.encoder.deterministic = False
    config.method = {
        "name": "vae_gan",
        "loss": "minimax",
        "likelihood_weight": 0.1,
        "equilibrium": 0.68,
        "margin": 0.35,
    }
    config.ema = 0.9
    return config


# A tiny config of every method, and of every way in which one's step differs (`dcgan` is in `conditional`).
METHODS = {
    f.__name__: f
    for f in (
        *(gan, wgan, r3gan, sig, sig_poisson, svgd, lsvgd, packed, conditional, dropout, stein_gan, unrolled),
        *(vae, iwae, autoregressive, flow_matching, latent_flow, mmd_gan),
        *(ali, veegan, reg_gan, reg_unrolled, mdgan, vae_gan),
        *(lbt, lbt_flow, lbt_implicit, lbt_gan, lbt_dcgan, reg_lbt_gan),
    )
}
