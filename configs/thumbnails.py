"""Images of 8 or 16 pixels that a CPU core can learn in minutes: what the configs of the race on such images share.

Stacked MNIST at 8 x 8 pixels, with 1000 modes (`configs/stacked_mnist_8`), and CIFAR-10 at 16 x 16
(`configs/cifar10_16`). All have DCGAN's generator, batch and average, and the games its discriminator and all but
R3GAN's and WGAN-GP's momenta. Figures are comparable with one another, and not with those of larger images.

`data` is a key of `DATA` in all functions.
"""

from typing import NamedTuple

from ml_collections import ConfigDict

from configs import common, stacks
from configs import mdgan as mode_regularised
from configs import sig as of_sig

FILTERS = 32


class Images(NamedTuple):
    """The images of a race: their shape, and the metrics, the samples and the network that they are scored by."""

    shape: tuple[int, int, int]
    metrics: tuple[str, ...]
    samples: int
    evaluator: dict = common.EVALUATOR


DATA = {
    "stacked_mnist": Images((8, 8, 3), ("stacked",), 26_000),
    "cifar10": Images((16, 16, 3), ("resnet",), 5_000, common.SMALL),
}


def _dcgan(data: str) -> ConfigDict:
    """DCGAN's networks and optimisers, a short average and few steps."""
    images = DATA[data]
    config = common.dcgan(data, images.shape, FILTERS)
    config.eval.metrics, config.eval.samples = images.metrics, images.samples
    config.eval.evaluator = images.evaluator
    config.ema = 0.99
    config.sample_every = 0
    config.steps = 5_000
    return config


def _search(config: ConfigDict, *optimizers: str) -> None:
    """Lets `launch.tune` draw the rates of these optimisers, and of those that are searched already, up to 1e-2."""
    searched = [key.removesuffix(".learning_rate") for key in config.search if key.endswith(".learning_rate")]
    common.search(config, *searched, *optimizers, highest=stacks.HIGHEST)


def _alone(data: str) -> ConfigDict:
    """DCGAN's generator without a discriminator, and nothing that learns."""
    config = _dcgan(data)
    del config.networks["discriminator"], config["generator_tx"], config["discriminator_tx"], config["method"]
    return config


def gan(data: str) -> ConfigDict:
    """DCGAN of 32 filters, batch 64; on 8 x 8 pixels G is 2x2x64, 4x4x32, 8x8x3, from 100 latents."""
    config = _dcgan(data)
    _search(config, "generator_tx", "discriminator_tx")
    return config


def _unnormed(config: ConfigDict, *networks: str) -> None:
    for network in networks:
        config.networks[network].batch_norm = False


def wgan_gp(data: str) -> ConfigDict:
    """WGAN-GP, its penalty's weight searched around the 10 of its paper; no batch norm in the critic."""
    config = gan(data)
    common.wgan_gp(config, weight=10.0)
    _unnormed(config, "discriminator")
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.1, 100.0)
    return config


def r3gan(data: str) -> ConfigDict:
    """R3GAN, both players without batch norm: its penalties are per example."""
    config = gan(data)
    common.r3gan(config, 0.1)
    _unnormed(config, "generator", "discriminator")
    return config


def mmd_gan(data: str) -> ConfigDict:
    """MMD-GAN, its encoder of D's layers and its decoder of G's."""
    config = gan(data)
    common.mmd_gan(config)
    _search(config)
    return config


def ali(data: str) -> ConfigDict:
    """ALI; both the encoder and D are built on DCGAN's discriminator. The encoder's rate is searched too."""
    config = gan(data)
    common.pairs(config, body=config.networks.discriminator.to_dict())
    config.method = {"name": "ali", "loss": "non_saturating"}
    _search(config, "encoder_tx")
    return config


def veegan(data: str) -> ConfigDict:
    """VEEGAN, on the networks of ALI; the encoder's rate and the weight are searched too."""
    config = ali(data)
    config.method = {"name": "veegan", "reconstruction_weight": 1.0}
    common.search_veegan(config)
    _search(config)
    return config


def reg_gan(data: str) -> ConfigDict:
    """Reg-GAN, its encoder the generator turned round; the encoder's rate and both weights are searched."""
    config = mode_regularised.reg_gan(gan(data))
    mode_regularised.search(config, "reg_gan")
    _search(config)
    return config


def mdgan(data: str) -> ConfigDict:
    """MDGAN with Reg-GAN's encoder, the same of it searched."""
    config = mode_regularised.mdgan(gan(data))
    mode_regularised.search(config, "mdgan")
    _search(config)
    return config


def vae(data: str, method: str = "vae", samples: int = 1) -> ConfigDict:
    """A VAE, or IWAE, whose decoder is the generator and whose encoder is that turned round.

    Both without batch norm, as a VAE keeps no batch statistics. The variance of its normal observation is searched.
    A sample is the decoder's mean; the rate falls to 0.
    """
    config = _alone(data)
    encoder = mode_regularised.encoder(config)
    config.networks = {"decoder": config.networks.generator.to_dict(), "encoder": encoder}
    _unnormed(config, "encoder", "decoder")
    config.search["method.variance"] = (0.01, 1.0)
    config.method = {"name": method, "observation": "normal", "variance": 0.1, "samples": samples, "sample": "theta"}
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    common.decay(config, "estimator_tx")
    _search(config, "estimator_tx")
    return config


def flow_matching(data: str) -> ConfigDict:
    """Flow matching by a residual MLP: one block of two layers of 512; samples by 100 of Euler's steps.

    By the small U-Net of 28 x 28 a step of three seeds takes .6 s, of which two minutes have 190.
    """
    config = _alone(data)
    common.flow_matching(config, {"name": "residual_mlp", "width": 512, "blocks": 1})
    _search(config)
    return config


def sig(data: str) -> ConfigDict:
    """SIG: sigma falls from 1.5 to a searched value over four fifths of the steps; a sample is theta, the mean."""
    config = _alone(data)
    of_sig.sig(config, sigma=0.3, sample="theta", rate=1e-3)
    config.search["method.sigma"] = (0.1, 1.0)
    config.method.update(sigma_start=1.5, anneal_steps=config.get_ref("steps") * 4 // 5)
    _search(config)
    return config


def gan_si(data: str) -> ConfigDict:
    """GAN-SI with sigma .5, and a weight of H_M that is searched: over so many numbers its gradient is large."""
    config = gan(data)
    of_sig.regularised(config, sigma=0.5, weight=0.01)
    config.search["method.terms.generator.semi_implicit.weight"] = (1e-4, 1.0)
    return config


def lbt(data: str) -> ConfigDict:
    """LBT with a VAE of 20 units as student, M = 2 and K = 1, as on 28 x 28; its three rates are searched."""
    config = gan(data)
    stacks.taught_at_once(config)
    del config.networks["discriminator"], config["discriminator_tx"], config.search["discriminator_tx.learning_rate"]
    del config.method["adversarial_weight"], config.method["loss"]
    _search(config, "estimator_tx", "unroll_tx")
    return config


def lbt_gan(data: str) -> ConfigDict:
    """LBT-GAN with the student of `lbt`; four rates and lambda_G are searched."""
    config = gan(data)
    stacks.taught_at_once(config)
    common.search_lbt_gan(config)
    _search(config)
    return config
