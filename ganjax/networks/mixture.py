"""Densities with a known form, as the targets of particles."""

import flax.linen as nn
import jax
import jax.numpy as jnp


class Target(nn.Module):
    """sum_k weights_k N(x; means_k, std_k² I): x [B, d] -> log density [B]. It has no parameters.

    means: k rows of at most d numbers; missing coordinates are 0. std, weights: [k]; no weights are equal ones.
    dimension: d, 0 for as many as the means have.
    """

    means: tuple[tuple[float, ...], ...]
    std: tuple[float, ...]
    weights: tuple[float, ...] = ()
    dimension: int = 0

    @property
    def size(self) -> int:
        """d, the number of coordinates."""
        return self.dimension or len(self.means[0])

    @nn.compact
    def __call__(self, x):
        means = jnp.zeros((len(self.means), self.size)).at[:, : len(self.means[0])].set(jnp.asarray(self.means))
        std = jnp.asarray(self.std)
        weights = jnp.asarray(self.weights or (1.0,) * len(self.means))
        squared = ((x[:, None] - means) ** 2).sum(-1)
        log = -0.5 * squared / std**2 - self.size * (jnp.log(std) + 0.5 * jnp.log(2 * jnp.pi))
        return jax.nn.logsumexp(log + jnp.log(weights / weights.sum()), axis=-1)
