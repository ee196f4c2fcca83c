"""What autoregressive networks return: one distribution a coordinate, given the coordinates before it."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm

from ganjax.types import Array


class Mixtures(NamedTuple):
    """Mixtures of Gaussians: sum_c w_ic N(x_i; m_ic, s_ic^2). Each field is [B, d, c]."""

    log_weights: Array
    means: Array
    log_scales: Array

    def log_prob(self, x: Array) -> Array:
        """[B, d] -> [B, d], in nats."""
        each = norm.logpdf(x[..., None], self.means, jnp.exp(self.log_scales))
        return jax.nn.logsumexp(self.log_weights + each, axis=-1)

    def sample(self, keys: Array, i: Array) -> Array:
        """The i-th coordinate, [B], by one key an example."""
        keys = jax.vmap(jax.random.split)(keys)
        c = jax.vmap(jax.random.categorical)(keys[:, 0], self.log_weights[:, i])[:, None]
        mean = jnp.take_along_axis(self.means[:, i], c, axis=1)[:, 0]
        scale = jnp.exp(jnp.take_along_axis(self.log_scales[:, i], c, axis=1)[:, 0])
        return mean + scale * jax.vmap(jax.random.normal)(keys[:, 1])


class Bernoulli(NamedTuple):
    """Pixels of images in [-1, 1], read as grey levels (x + 1) / 2 in [0, 1]; `logits` are [B, d].

    `log_prob` of a grey level between 0 and 1 is the cross-entropy that image VAEs use too; on black and white it is
    exact. A sample is black or white.
    """

    logits: Array

    def log_prob(self, x: Array) -> Array:
        """[B, d] -> [B, d], in nats."""
        level = (x + 1) / 2
        return level * jax.nn.log_sigmoid(self.logits) + (1 - level) * jax.nn.log_sigmoid(-self.logits)

    def sample(self, keys: Array, i: Array) -> Array:
        """The i-th coordinate, [B], by one key an example."""
        return 2.0 * jax.vmap(jax.random.bernoulli)(keys, jax.nn.sigmoid(self.logits[:, i])) - 1
