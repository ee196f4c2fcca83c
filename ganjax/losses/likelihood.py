"""Log densities of explicit models, in nats and per example."""

import chex
import jax
import jax.numpy as jnp
from jax.nn import log_sigmoid
from jax.scipy.stats import norm

from ganjax.types import Array


def _sum_over_event(per_coordinate: Array) -> Array:
    return per_coordinate.reshape(per_coordinate.shape[0], -1).sum(-1)


def normal_log_prob(x: Array, mean: Array, variance: Array | float) -> Array:
    """log N(x; mean, variance I) of x and mean [B, ...] -> [B]; `variance` broadcasts against x."""
    chex.assert_equal_shape([x, mean])
    return _sum_over_event(norm.logpdf(x, mean, jnp.sqrt(variance)))


def bernoulli_log_prob(x: Array, logits: Array) -> Array:
    """log Bernoulli(x; sigmoid(logits)) of x in [0, 1] and logits [B, ...] -> [B].

    For x between 0 and 1 this is the cross-entropy that image VAEs use, not a normalised density.
    """
    chex.assert_equal_shape([x, logits])
    return _sum_over_event(x * log_sigmoid(logits) + (1 - x) * log_sigmoid(-logits))


def normal_kl(mean: Array, log_variance: Array) -> Array:
    """KL(N(mean, exp(log_variance)) || N(0, I)) of [B, d] -> [B] (Kingma & Welling 2014, App. B)."""
    chex.assert_equal_shape([mean, log_variance])
    chex.assert_rank(mean, 2)
    return 0.5 * (jnp.square(mean) + jnp.exp(log_variance) - 1 - log_variance).sum(-1)


def sig_cross_entropy(log_prob: Array) -> Array:
    """H_M = -log (1/M) sum_j p(x_i | theta_j) (Yin & Zhou 2018, Eq. 6).

    Args:
      log_prob: [n, m], log p(x_i | theta_j) in nats.

    Returns:
      [n], an upper bound (in expectation) of the cross-entropy of data and generator, decreasing in m.
    """
    chex.assert_rank(log_prob, 2)
    return jnp.log(log_prob.shape[1]) - jax.nn.logsumexp(log_prob, axis=1)
