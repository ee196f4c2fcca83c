"""Discriminators of pairs (x, latent), for ALI, BiGAN and VEEGAN, and encoders built from image networks."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax.numpy as jnp

from ganjax import networks
from ganjax.errors import UserError
from ganjax.networks.layers import Dense, code
from ganjax.networks.mlp import function


class Discriminator(nn.Module):
    """x [B, ...], latent [B, k] -> logits [B]: an MLP on the latent and the features of x.

    Args:
      body: the config of a discriminator, whose features are taken; empty: x itself, flat.
      hidden, activation: the MLP's. input_scale: a factor on x where there is no body.
    """

    body: Mapping[str, Any] | None = None
    hidden: tuple[int, ...] = (128,)
    activation: str = "leaky_relu"
    input_scale: float = 1.0
    axis_name: str | None = None

    def setup(self):
        if self.body:
            self.inner = networks.make("discriminator", self.body, axis_name=self.axis_name)
            if getattr(self.inner, "takes_keys", False):
                raise UserError("the discriminator 'pairs' cannot augment images: their codes would be of others")
        self.layers = [Dense(width) for width in self.hidden]
        self.logit = Dense(1)

    def features(self, x, latent, *, train: bool = False):
        """x [B, ...] and latent [B, latent_dim] -> [B, d], the last hidden layer."""
        x = self.inner.features(x, train=train) if self.body else self.input_scale * x.reshape(len(x), -1)
        h = jnp.concatenate([x, latent], -1)
        for layer in self.layers:
            h = function(self.activation)(layer(h))
        return h

    def head(self, features):
        """features [B, d] -> logits [B]."""
        return self.logit(features)[..., 0]

    def __call__(self, x, latent, *, train: bool = False):
        return self.head(self.features(x, latent, train=train))


class Encoder(nn.Module):
    """[B, ...] -> mean and log variance of the latent, [B, latent_dim] each, from a discriminator's features.

    body: the config of any discriminator. deterministic: the latent alone.
    """

    latent_dim: int
    body: Mapping[str, Any]
    deterministic: bool = False
    axis_name: str | None = None

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        inner = networks.make("discriminator", self.body, axis_name=self.axis_name)
        return code(inner.features(x, train=train), self.latent_dim, self.deterministic)
