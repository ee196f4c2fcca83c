"""VEEGAN (Srivastava et al. 2017): a reconstructor of the latents keeps the generator from dropping modes."""

import flax.linen as nn
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.losses import adversarial
from ganjax.losses.likelihood import normal_log_prob
from ganjax.methods.common import require
from ganjax.methods.pairs import Pairs, feature_tx_of, pair_game
from ganjax.types import Method


def veegan(
    generator: nn.Module,
    encoder: nn.Module,
    discriminator: nn.Module,
    *,
    generator_tx: optax.GradientTransformation,
    encoder_tx: optax.GradientTransformation,
    discriminator_tx: optax.GradientTransformation,
    reconstruction_weight: float = 1.0,
    feature_tx: optax.GradientTransformationExtraArgs | None = None,
    axis_name: str | None = None,
) -> Method:
    """VEEGAN, Srivastava et al. 2017, Eq. 4 and Algorithm 1.

    D is the logistic regression of pairs, whose logits estimate log p(x, F(x)) / q(G(z), z) (the authors'
    D has the other sign). G descends -D(G(z), z) + d(z, F(G(z))), F the latter alone: the gradient of
    the divergence with respect to F is left out, as in the authors' Algorithm 1.

    Args:
      encoder: F, x -> (mean, log variance) of the latent's reconstruction.
      reconstruction_weight: of d = -log N(z; F(G(z))) a latent coordinate.
      others: as `ganjax.methods.pairs.pair_game`.
    """

    def generator_loss(pairs: Pairs):
        mean, log_variance = pairs.encode(pairs.fake)
        error = -normal_log_prob(pairs.latent, mean, jnp.exp(log_variance)) / mean.shape[-1]
        aux = {"reconstruction": jnp.square(pairs.latent - mean).mean()}
        return -pairs.fake_logits + reconstruction_weight * error, aux

    return pair_game(
        generator,
        encoder,
        discriminator,
        generator_loss,
        generator_tx=generator_tx,
        encoder_tx=encoder_tx,
        discriminator_tx=discriminator_tx,
        loss=adversarial.non_saturating,
        feature_tx=feature_tx,
        axis_name=axis_name,
    )


def make(config, networks, axis_name=None) -> Method:
    """`veegan` from a config: `method.reconstruction_weight`, and an optimiser for each network."""
    return veegan(
        *require(networks, "generator", "encoder", "discriminator"),
        generator_tx=optimizers.make(config.generator_tx),
        encoder_tx=optimizers.make(config.encoder_tx),
        discriminator_tx=optimizers.make(config.discriminator_tx),
        reconstruction_weight=config.method.reconstruction_weight,
        feature_tx=feature_tx_of(config.method, axis_name),
        axis_name=axis_name,
    )
