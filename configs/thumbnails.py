"""Images of 8 or 16 pixels a side that a CPU core can learn in minutes: what the configs of their races share.

Stacked MNIST at 8 x 8, with 1000 modes (`configs/stacked_mnist_8`), and CIFAR-10 at 16 x 16 (`configs/cifar10_16`).
`configs/race.py` says what of a method is searched; here are its networks:

- All have DCGAN's generator, from 100 latents, and one batch and average. The games have DCGAN's discriminator.
- Batch norm is in both, but for R3GAN (in neither), WGAN-GP and SNGAN (in the generator alone), and the VAEs (none).
- ALI's and VEEGAN's discriminator has one more layer, of 128. MMD-GAN's critic is not clipped.
- Flow matching has a residual MLP of ten times the generator's parameters. LBT's student is an MLP, or where the
  config's name says so a PixelCNN.

Figures of one data set are comparable with one another, and not with those of larger images. `data` is a key of
`DATA` in all functions.
"""

from typing import NamedTuple

from ml_collections import ConfigDict

from configs import common, race, stacks
from configs import mdgan as mode_regularised

FILTERS, WIDTH = 32, 512


class Images(NamedTuple):
    """The images of a race.

    Attributes:
      shape: of an image. metrics, samples: what they are scored by, and how many.
      student: LBT's VAE: its latents, and its hidden layers.
      evaluator: the network of the metric `resnet`.
    """

    shape: tuple[int, int, int]
    metrics: tuple[str, ...]
    samples: int
    student: tuple[int, tuple[int, ...]]
    evaluator: dict = common.EVALUATOR


DATA = {
    "stacked_mnist": Images((8, 8, 3), ("stacked",), 26_000, (20, (20, 20))),  # LBT, Appendix B
    "cifar10": Images((16, 16, 3), ("resnet",), 5_000, (100, (400, 400)), common.SMALL),  # LBT, Sec. 5.3
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


def alone(data: str) -> ConfigDict:
    """DCGAN's generator, without a discriminator, optimisers and a method."""
    config = _dcgan(data)
    del config.networks["discriminator"], config["generator_tx"], config["discriminator_tx"], config["method"]
    return config


def gan(data: str) -> ConfigDict:
    """DCGAN of 32 filters, batch 64; on 8 x 8 pixels G is 2x2x64, 4x4x32, 8x8x3."""
    config = _dcgan(data)
    race.search(config, "generator_tx", "discriminator_tx")
    return config


def _unnormed(config: ConfigDict, *networks: str) -> None:
    """Takes batch norm out of these networks, and has their weights start as it is right without it."""
    for network in networks:
        config.networks[network].update(batch_norm=False, kernel_init="he")


def wgan_gp(data: str) -> ConfigDict:
    """WGAN-GP; no batch norm in the critic, whose penalty is per example."""
    config = gan(data)
    race.wgan_gp(config)
    _unnormed(config, "discriminator")
    return config


def r3gan(data: str) -> ConfigDict:
    """R3GAN; no batch norm in D, whose penalties are per example, and as in its paper none in G."""
    config = gan(data)
    common.r3gan(config, 0.1)
    _unnormed(config, "generator", "discriminator")
    return config


def ali(data: str) -> ConfigDict:
    """ALI, whose D and encoder are built on DCGAN's discriminator."""
    config = gan(data)
    race.ali(config)
    return config


def veegan(data: str) -> ConfigDict:
    """VEEGAN, on the networks of ALI."""
    config = gan(data)
    race.veegan_as_ali(config)
    return config


def vae(data: str, method: str = "vae", samples: int = 1) -> ConfigDict:
    """A VAE, or IWAE, whose decoder is the generator; the encoder is that, turned round. Neither has batch norm.

    The variance of the normal observation is searched.
    """
    config = alone(data)
    config.networks = {"decoder": config.networks.generator, "encoder": mode_regularised.encoder(config)}
    _unnormed(config, "encoder", "decoder")
    race.vae(config, method, "normal", 0.1, samples)
    config.search["method.variance"] = (0.01, 1.0)
    return config


def flow_matching(data: str) -> ConfigDict:
    """Flow matching by a residual MLP of width 512: a step of a small U-Net costs 14 times one of the GAN."""
    config = alone(data)
    race.flow_matching(config, WIDTH)
    return config


def sig(data: str) -> ConfigDict:
    """SIG, with as many theta as examples in a batch, 64."""
    config = alone(data)
    race.sig(config)
    return config


def lbt(data: str) -> ConfigDict:
    """LBT with the student of the data set, M = 2 and K = 1; its three rates are searched."""
    config = gan(data)
    stacks.taught_at_once(config, *DATA[data].student)
    del config.networks["discriminator"], config["discriminator_tx"], config.search["discriminator_tx.learning_rate"]
    del config.method["adversarial_weight"], config.method["loss"]
    race.search(config, "estimator_tx", "unroll_tx")
    return config


def lbt_gan(data: str) -> ConfigDict:
    """LBT-GAN with the student of `lbt`."""
    config = gan(data)
    stacks.taught_at_once(config, *DATA[data].student)
    race.lbt_gan(config)
    return config


def lbt_gan_pixelcnn(data: str) -> ConfigDict:
    """LBT-GAN whose student is a PixelCNN of three layers; its first sees all pixels that are before, of 8 x 8."""
    config = lbt_gan(data)
    stacks.pixels(config, {"name": "pixelcnn", "filters": (16, 16, 16), "reach": 7})
    return config
