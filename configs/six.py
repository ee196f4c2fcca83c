"""Methods on MDGAN's toy of six Gaussians, where a tuned GAN drops modes; all with its networks and average."""

from ml_collections import ConfigDict

from configs import common, mdgan, sig

PLAYERS = ("generator_tx", "discriminator_tx")
HIGHEST = 1e-2  # learning rate of a search


def gan() -> ConfigDict:
    """The toy's GAN (`configs/mdgan.py`); both rates are searched between 1e-4 and 1e-2, as in results/mdgan_toy."""
    config = mdgan.toy()
    common.search(config, *PLAYERS, highest=HIGHEST)
    return config


def unrolled() -> ConfigDict:
    """Unrolled GAN of five steps; D's Adam keeps the toy's b1."""
    config = gan()
    common.unroll(config)
    return config


def pacgan() -> ConfigDict:
    """PacGAN: D sees two samples at once."""
    config = gan()
    common.packed(config, 2)
    return config


def veegan() -> ConfigDict:
    """VEEGAN: its D of pairs and its encoder have 128 units a layer; the encoder's rate is searched too."""
    config = gan()
    common.pairs(config)
    for role in ("discriminator", "encoder"):
        config.networks[role].activation = "relu"
    config.method = {"name": "veegan", "reconstruction_weight": 1.0}
    common.search(config, "encoder_tx", highest=HIGHEST)
    return config


def gan_si() -> ConfigDict:
    """GAN-SI: the generator's loss has H_M, sigma 1, its weight set by the gradients."""
    config = gan()
    sig.regularised(config)
    return config


def likelihood() -> ConfigDict:
    """SIG: the generator alone; sigma falls from 2 to .1, the data's std, over nine tenths of the steps."""
    config = gan()
    del config.networks["discriminator"], config["discriminator_tx"], config.search["discriminator_tx.learning_rate"]
    sig.sig(config, sigma=0.1)
    config.method.update(sigma_start=2.0, anneal_steps=config.get_ref("steps") * 9 // 10)
    return config


def lbt_gan() -> ConfigDict:
    """LBT-GAN: a VAE of 128 units as student, M = K = 2; its rates are fixed, those of G and D are searched."""
    config = mdgan.toy()
    networks = config.networks.to_dict()
    common.lbt_gan(config, inner_steps=2, variance=0.02, learning_rates=(1e-3, 1e-3), adversarial_weight=0.5)
    config.method.unroll_steps = 2
    config.networks.update(networks)
    common.search(config, *PLAYERS, highest=HIGHEST)
    return config
