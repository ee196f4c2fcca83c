"""Exact likelihood by an autoregressive network: a method, and the strong student that LBT's conclusion wants."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.methods.common import fit, require
from ganjax.parallel import example_keys
from ganjax.types import Estimator, Method


def autoregressive_estimator(density: nn.Module) -> Estimator:
    """log p(x) = sum_i log sum_c w_ic N(x_i; m_ic, s_ic^2), in nats: exact.

    Args:
      density: x [B, ...] -> (log weights, means, log scales), each [B, d, c], the i-th of them functions of
        x_1 .. x_{i-1} (`ganjax.networks.made.Density`).
    """

    def init(key, x):
        return density.init(key, x[:1])["params"]

    def log_prob(params, key, x):
        del key
        log_weights, means, log_scales = density.apply({"params": params}, x, train=True)
        x = x.reshape(len(x), -1, 1)
        log_densities = jax.scipy.stats.norm.logpdf(x, means, jnp.exp(log_scales))
        return jax.nn.logsumexp(log_weights + log_densities, axis=-1).sum(-1)

    return Estimator(init, log_prob)


def autoregressive(density: nn.Module, *, tx: optax.GradientTransformation, axis_name: str | None = None) -> Method:
    """Maximum likelihood on the data; `sample` draws a coordinate at a time.

    Args: as `autoregressive_estimator`; `tx` is its optimiser.
    """
    estimator = autoregressive_estimator(density)

    init, step, log_prob = fit(estimator, tx, axis_name, "log_prob")

    def sample(key, state, n, label=None):
        del label
        x = jnp.zeros((n, *density.x_shape))
        d = x[0].size

        def draw(x, coordinate):
            i, keys = coordinate
            log_weights, means, log_scales = density.apply({"params": state.params["estimator"]}, x)
            component_keys, noise_keys = keys[:, 0], keys[:, 1]
            c = jax.vmap(jax.random.categorical)(component_keys, log_weights[:, i])[:, None]
            mean = jnp.take_along_axis(means[:, i], c, axis=1)[:, 0]
            scale = jnp.exp(jnp.take_along_axis(log_scales[:, i], c, axis=1)[:, 0])
            value = mean + scale * jax.vmap(jax.random.normal)(noise_keys)
            return x.reshape(n, d).at[:, i].set(value).reshape(x.shape), None

        keys = jax.vmap(lambda k: jax.random.split(k, (d, 2)))(example_keys(key, n, None)).swapaxes(0, 1)
        return jax.lax.scan(draw, x, (jnp.arange(d), keys))[0]

    return Method(init, step, sample, log_prob=log_prob)


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that LBT teaches with `method.estimator.name = "autoregressive"`: `networks.density`."""
    return autoregressive_estimator(*require(networks, "density"))


def make(config, networks, axis_name=None) -> Method:
    """`autoregressive` as a config says: `networks.density` and `estimator_tx`."""
    (density,) = require(networks, "density")
    return autoregressive(density, tx=optimizers.make(config.estimator_tx), axis_name=axis_name)
