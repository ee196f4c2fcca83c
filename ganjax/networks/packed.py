"""PacGAN's packing (Lin et al. 2018): one decision on several examples."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax.numpy as jnp

from ganjax import networks
from ganjax.dropout import refuse_within
from ganjax.errors import UserError


class Discriminator(nn.Module):
    """[B, ...] -> logits [B]: `pack` successive examples share one logit, repeated for each of them.

    They enter `body` joined along the last axis (the channels of images), so that a pack of equal examples
    gives a collapsed generator away. The mean over the repeated logits is the mean over packs.

    Args:
      body: the config of any discriminator.
      pack: m; PacGAN has 2 to 4. It must divide a device's part of the batch.
    """

    body: Mapping[str, Any]
    pack: int = 2
    axis_name: str | None = None

    def setup(self):
        self.inner = networks.make("discriminator", self.body, axis_name=self.axis_name)
        refuse_within(self.inner, "packed")

    def features(self, x, *, train: bool = False):
        """[B, ...] -> [B / pack, d], one row a pack."""
        if self.pack < 1:
            raise UserError(f"config.networks.discriminator.pack must be at least 1, not {self.pack}")
        if self.is_initializing():
            # Initialisation has one example; a pack of its copies has the right shape.
            x = jnp.repeat(x[:1], self.pack, axis=0)
        if len(x) % self.pack:
            raise UserError(f"config.networks.discriminator.pack: {self.pack} does not divide a batch of {len(x)}")
        packs = jnp.moveaxis(x.reshape(-1, self.pack, *x.shape[1:]), 1, -2)
        return self.inner.features(packs.reshape(*packs.shape[:-2], -1), train=train)

    def head(self, features):
        """features [B / pack, d] -> logits [B]: that of a pack for each of its examples."""
        return jnp.repeat(self.inner.head(features), self.pack, axis=0)

    def __call__(self, x, *, train: bool = False):
        return self.head(self.features(x, train=train))[: len(x)]
