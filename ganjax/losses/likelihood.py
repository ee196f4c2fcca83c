"""Log densities of explicit models, in nats and per example."""

import chex
import jax
import jax.numpy as jnp
from jax.nn import softplus
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
    values = (x * logits - softplus(logits)).reshape(len(x), -1)
    # The sum as a product: XLA:CPU computes what it fuses into a sum one number at a time, at twice a step's cost.
    return jnp.matmul(values, jnp.ones(values.shape[1], values.dtype), precision="highest")


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


def normal_log_matrix(x: Array, theta: Array, variance: Array | float) -> Array:
    """log N(x_i; theta_j, variance I) of x [n, ...] and theta [m, ...] -> [n, m], by one matrix product."""
    x, theta = x.reshape(len(x), -1), theta.reshape(len(theta), -1)
    # Squared distances as differences of squares lose digits far from the origin: both are moved there.
    centre = jax.lax.stop_gradient(theta.mean(0))
    x, theta = x - centre, theta - centre
    # Nor may the product have fewer digits than float32, which is the default on GPU and TPU.
    product = jnp.matmul(x, theta.T, precision="highest")
    squared = jnp.square(x).sum(1)[:, None] - 2 * product + jnp.square(theta).sum(1)[None]
    return -0.5 * (jnp.maximum(squared, 0) / variance + x.shape[1] * jnp.log(2 * jnp.pi * variance))


def poisson_log_matrix(x: Array, theta: Array) -> Array:
    """log Poisson(x_i; theta_j), coordinates independent, of counts x [n, ...] and rates theta [m, ...] -> [n, m]."""
    x, theta = x.reshape(len(x), -1), theta.reshape(len(theta), -1)
    product = jnp.matmul(x, jnp.log(theta).T, precision="highest")  # as for the normal
    return product - theta.sum(1)[None] - jax.scipy.special.gammaln(x + 1).sum(1)[:, None]


def semi_implicit_bound(x: Array, theta: Array, log_matrix, block: int | None = None) -> Array:
    """`sig_cross_entropy` of log_matrix(x, theta), `block` of the theta at a time.

    Blocks are recomputed in the backward pass, so that nothing larger than [n, block] is held.

    Args:
      x: [n, ...]. theta: [m, ...]. log_matrix: (x, theta) -> [n, m].
      block: None takes all at once up to 2^24 pairs, and else as many theta as keep to that.

    Returns:
      [n], in nats.
    """
    n, m = len(x), len(theta)
    if block is None:
        most = min(max(1, 2**24 // n), m)
        # Equal blocks need no copies; but a prime number of theta is not taken one by one.
        block = next((b for b in range(most, most // 2, -1) if m % b == 0), most)
    if block >= m:
        return sig_cross_entropy(log_matrix(x, theta))
    part = jax.checkpoint(lambda some: jax.nn.logsumexp(log_matrix(x, some), axis=1))
    n_blocks = m // block
    blocks = theta[: n_blocks * block].reshape(n_blocks, block, *theta.shape[1:])
    total = jax.nn.logsumexp(jax.lax.map(part, blocks), axis=0)
    if n_blocks * block < m:
        total = jnp.logaddexp(total, part(theta[n_blocks * block :]))
    return jnp.log(m) - total
