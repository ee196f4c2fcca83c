"""Stacked MNIST at 8 x 8 pixels: 1000 modes that a CPU core can learn in minutes.

The games have DCGAN's networks, batch and average of the generator, and all but R3GAN its momentum; flow matching has
a U-Net. What they add is as on images of 28 x 28 (`configs/stacks.py`). Figures are comparable with one another, and
not with those of 28 x 28.
"""

from ml_collections import ConfigDict

from configs import common, stacks

SHAPE = (8, 8, 3)
METRICS, SAMPLES = ("stacked",), 26_000


def _briefly(config: ConfigDict) -> None:
    """Gives a config of images what all methods share: the metric, few steps and a short average."""
    config.ema = 0.99
    config.eval.metrics, config.eval.samples = METRICS, SAMPLES
    config.sample_every = 0
    config.steps = 5_000


def gan(data: str) -> ConfigDict:
    """DCGAN of 32 filters on stacks of 8 x 8: G 2x2x64, 4x4x32, 8x8x3; batch 64."""
    config = common.dcgan(data, SHAPE, filters=32)
    _briefly(config)
    common.search(config, "generator_tx", "discriminator_tx", highest=stacks.HIGHEST)
    return config


def pacgan(data: str, pack: int = 2) -> ConfigDict:
    """PacGAN: DCGAN's discriminator sees `pack` samples at once."""
    config = gan(data)
    common.packed(config, pack)
    return config


def pairs(data: str, method: dict) -> ConfigDict:
    """ALI or VEEGAN; both the encoder and D are built on DCGAN's discriminator.

    The encoder's rate is searched too.
    """
    config = gan(data)
    common.pairs(config, body=config.networks.discriminator.to_dict())
    common.search(config, "encoder_tx", highest=stacks.HIGHEST)
    config.method = method
    return config


def unrolled(data: str) -> ConfigDict:
    """Unrolled GAN of five steps."""
    config = gan(data)
    common.unroll(config)
    return config


def lbt_gan(data: str) -> ConfigDict:
    """LBT-GAN with a VAE of 20 units, taught from the first step, with M = 2 and K = 1, as on 28 x 28."""
    config = gan(data)
    stacks.taught_at_once(config)
    return config


def r3gan(data: str) -> ConfigDict:
    """R3GAN, both players without batch norm: its penalties are per example; weight .1 of them."""
    config = gan(data)
    common.r3gan(config, 0.1)
    config.networks.generator.batch_norm = config.networks.discriminator.batch_norm = False
    return config


def flow_matching(data: str) -> ConfigDict:
    """Flow matching with the small U-Net of 28 x 28, a block a level; samples by 20 of Euler's steps."""
    config = common.images(data, SHAPE, METRICS, SAMPLES)
    _briefly(config)
    common.flow_matching(config, {"name": "unet", "filters": 16, "blocks": (1, 1)}, euler_steps=20)
    common.search(config, "velocity_tx", highest=stacks.HIGHEST)
    return config
