"""Adversarially learned inference (ALI, Dumoulin et al. 2017) and BiGAN (Donahue et al. 2017)."""

import flax.linen as nn
import optax

from ganjax import optimizers
from ganjax.losses import adversarial
from ganjax.methods.common import require
from ganjax.methods.pairs import Pairs, feature_tx_of, pair_game
from ganjax.types import Method


def ali(
    generator: nn.Module,
    encoder: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    encoder_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    loss: adversarial.AdversarialLoss = adversarial.non_saturating,
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Method:
    """ALI: D tells (x, E(x)) from (G(z), z); G and E, trained together, make them alike.

    Dumoulin et al. 2017, Algorithm 1: both descend the discriminator's loss with the labels exchanged, real
    for generated. With a posterior of zero variance it is BiGAN.

    Args: as `ganjax.methods.pairs.pair_game`.
    """

    def generator_loss(pairs: Pairs):
        return loss.of_discriminator(pairs.fake_logits, pairs.real_logits), {}

    return pair_game(
        generator,
        encoder,
        discriminator,
        generator_loss,
        generator_tx=generator_tx,
        encoder_tx=encoder_tx,
        discriminator_tx=discriminator_tx,
        loss=loss,
        feature_tx=feature_tx,
        axis_name=axis_name,
    )


def make(config, networks, axis_name=None) -> Method:
    """`ali` from a config: `networks.encoder`, `method.loss`, and an optimiser for each network."""
    return ali(
        *require(networks, "generator", "encoder", "discriminator"),
        generator_tx=optimizers.make(config.generator_tx),
        encoder_tx=optimizers.make(config.encoder_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        loss=adversarial.by_name(config.method.loss),
        feature_tx=feature_tx_of(config.method, axis_name),
        axis_name=axis_name,
    )
