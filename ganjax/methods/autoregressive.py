"""Exact likelihood by an autoregressive network: a method, and the strong student that LBT's conclusion wants."""

from typing import Any

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.methods.common import fit, require
from ganjax.networks.variables import init_stateless
from ganjax.parallel import example_keys
from ganjax.types import Estimator, Method


def autoregressive_estimator(density: nn.Module) -> Estimator:
    """log p(x) = sum_i log p(x_i | x_1 .. x_{i-1}), in nats: exact.

    Args:
      density: x [B, ...] -> a distribution of each of the d coordinates (`ganjax.networks.conditionals`), the
        i-th of them a function of x_1 .. x_{i-1} (`ganjax.networks.made`, `made_bernoulli`, `pixelcnn`).
    """

    def init(key, x):
        return init_stateless("density", density, key, x[:1])

    def log_prob(params, key, x):
        del key
        conditionals: Any = density.apply({"params": params}, x, train=True)
        return conditionals.log_prob(x.reshape(len(x), -1)).sum(-1)

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
            conditionals: Any = density.apply({"params": state.params["estimator"]}, x)
            value = conditionals.sample(keys, i)
            return x.reshape(n, d).at[:, i].set(value).reshape(x.shape), None

        keys = jax.vmap(lambda k: jax.random.split(k, d))(example_keys(key, n, None)).swapaxes(0, 1)
        return jax.lax.scan(draw, x, (jnp.arange(d), keys))[0]

    def log_weight(key, state, x, n):
        return jnp.broadcast_to(log_prob(key, state, x), (n, len(x)))

    return Method(init, step, sample, log_prob=log_prob, log_weight=log_weight)


def make_estimator(config, networks, axis_name=None) -> Estimator:
    """The estimator that LBT teaches with `method.estimator.name = "autoregressive"`: `networks.density`."""
    return autoregressive_estimator(*require(networks, "density"))


def make(config, networks, axis_name=None) -> Method:
    """`autoregressive` from a config: `networks.density` and `estimator_tx`."""
    (density,) = require(networks, "density")
    return autoregressive(density, tx=optimizers.make(config.estimator_tx), axis_name=axis_name)
