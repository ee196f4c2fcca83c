"""A discriminator that sees labels: conditional GAN's (Mirza & Osindero 2014), and the projection."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax.numpy as jnp

from ganjax import networks
from ganjax.dropout import refuse_within
from ganjax.errors import UserError
from ganjax.lookup import nearest
from ganjax.networks.layers import Dense, label_vector, normal_init
from ganjax.networks.spectral import normalised

JOINTS = ("concatenation", "projection")


class Discriminator(nn.Module):
    """[B, ...] and label [B] or [B, c] -> logits [B]: `body`'s features, judged together with the label.

    concatenation: the features and a hidden layer of the label go through a joint hidden layer (Mirza & Osindero
    2014, Fig. 1). projection: the body's own logit + <V y, features> (Miyato & Koyama 2018, Eq. 3); V is spectrally
    normalised where the body is. Features are of x alone.

    Args:
      body: the config of any discriminator.
      n_classes: how many classes, or attributes; the generator's.
      joint: one of `JOINTS`.
      hidden: units of the label's and of the joint layer of a concatenation.
    """

    body: Mapping[str, Any]
    n_classes: int
    joint: str = "concatenation"
    hidden: int = 128
    axis_name: str | None = None

    def setup(self):
        if self.joint not in JOINTS:
            where = f"config.networks.discriminator.joint must be {' or '.join(JOINTS)}"
            raise UserError(f"{where}, not {self.joint!r}{nearest(self.joint, JOINTS)}")
        if self.n_classes < 1:
            raise UserError(f"config.networks.discriminator.n_classes must be at least 1, not {self.n_classes}")
        self.inner = networks.make("discriminator", self.body, axis_name=self.axis_name)
        refuse_within(self.inner, "conditional")

    def features(self, x, *, train: bool = False):
        """x [B, ...] -> [B, d], the body's."""
        return self.inner.features(x, train=train)

    @nn.compact
    def head(self, features, label=None):
        """features [B, d], label [B] or [B, c] -> logits [B].

        Raises:
          UserError: without a label, which methods and terms with players of their own do not give.
        """
        if label is None:
            raise UserError(
                "config.networks.discriminator: conditional needs a label, which this method does not give it"
            )
        y = label_vector(label, self.n_classes).astype(features.dtype)
        if self.joint == "projection":
            embedding = Dense(features.shape[-1], use_bias=False, kernel_init=normal_init, name="embedding")
            embedded = normalised(embedding, bool(getattr(self.inner, "spectral_norm", False)))(y)
            return self.inner.head(features) + (embedded * features).sum(-1)
        y = nn.leaky_relu(Dense(self.hidden, name="label")(y), 0.2)
        both = nn.leaky_relu(Dense(self.hidden, name="joint")(jnp.concatenate([features, y], -1)), 0.2)
        return Dense(1, name="logit")(both)[..., 0]

    def __call__(self, x, label=None, *, train: bool = False):
        return self.head(self.features(x, train=train), label)
