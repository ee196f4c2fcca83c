"""Semi-implicit generators (SIG, Yin & Zhou 2018): an explicit layer over an implicit mixing distribution."""

from collections.abc import Callable
from typing import NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.losses.likelihood import normal_log_matrix, poisson_log_matrix, semi_implicit_bound
from ganjax.methods.common import at_least, draw_latent, refresher, require, unconditional
from ganjax.methods.game import update_state
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import example_keys, example_normal, gather, value_and_pgrad
from ganjax.types import Array, Method, TrainState

# What of `method` only samples depend on, and not the training.
OF_SAMPLES = ("sample",)


class Layer(NamedTuple):
    """The explicit layer p(x | theta).

    Attributes:
      to_theta: the generator's output [m, ...] -> theta [m, ...].
      log_matrix: (x [n, ...], theta [m, ...], step) -> log p(x_i | theta_j) [n, m].
      sample: (key, theta [n, ...]) -> x [n, ...], as after the last step.
    """

    to_theta: Callable[[Array], Array]
    log_matrix: Callable[[Array, Array, Array], Array]
    sample: Callable[[Array, Array], Array]


def normal(sigma: float, *, start: float = 0.0, steps: int = 0) -> Layer:
    """N(theta, sigma² I).

    A theta that lies many sigma from all data gets no gradient: no example is nearest to it. Where modes are further
    apart than that, start with a sigma as large as their distance: it falls from `start` to `sigma` over `steps`
    steps, by the same factor each. steps=0: no annealing.

    Raises:
      UserError: a sigma that is used is not positive, or one of `start` and `steps` is given without the other.
    """
    if isinstance(start, int | float) and bool(start) != bool(steps):
        raise UserError(
            f"config.method.sigma_start and anneal_steps are both positive, or both 0, not {start}, {steps}"
        )
    for name, value in {"sigma": sigma, **({"sigma_start": start} if steps else {})}.items():
        if isinstance(value, int | float) and value <= 0:
            raise UserError(f"config.method.{name} must be positive, not {value}")

    def log_matrix(x, theta, step):
        if not steps:
            return normal_log_matrix(x, theta, sigma**2)
        left = jnp.maximum(1 - jnp.asarray(step, theta.dtype) / steps, 0)
        return normal_log_matrix(x, theta, (sigma * (start / sigma) ** left) ** 2)

    def sample(key, theta):
        return theta + sigma * example_normal(key, len(theta), theta.shape[1:])

    return Layer(lambda output: output, log_matrix, sample)


def poisson(sigma: float = 0.0, *, start: float = 0.0, steps: int = 0) -> Layer:
    """Poisson(theta), theta the softplus of the generator's output; x are counts. No argument is read."""
    del sigma, start, steps

    def sample(key, theta):
        draw = jax.vmap(lambda k, rate: jax.random.poisson(k, rate, dtype=jnp.int32))
        return draw(example_keys(key, len(theta)), theta).astype(theta.dtype)

    # A rate of 0 has no logarithm.
    return Layer(
        lambda output: jax.nn.softplus(output) + 1e-6, lambda x, theta, step: poisson_log_matrix(x, theta), sample
    )


LAYERS = {"normal": normal, "poisson": poisson}


def sig(
    generator: nn.Module,
    *,
    tx: optax.GradientTransformation,
    layer: Layer,
    mixing_samples: int | None = None,
    variable: str = "x",
    block: int | None = None,
    axis_name: str | None = None,
) -> Method:
    """theta = G(z), x ~ p(x | theta): G descends H_M = -E_x log (1/M) sum_j p(x | theta_j) (Yin & Zhou 2018, Eq. 6).

    Args:
      generator: latent -> what the explicit layer makes theta of.
      tx: its optimiser.
      layer: `normal(sigma)` or `poisson()`, or any other.
      mixing_samples: M, of all devices together, a multiple of their number; None: as many as there are data.
      variable: "x": `sample` draws from p(x | theta); "theta": it returns theta, which is what papers often score.
      block: theta that are compared with the data at a time; None: see `semi_implicit_bound`.
      axis_name: the device axis, or None.
    """
    if variable not in ("x", "theta"):
        raise UserError(f"config.method.sample is 'x' or 'theta', not {variable!r}")
    to_theta, log_matrix, draw = layer

    def init(key, batch):
        del batch
        params, state = init_network(generator, key, jnp.zeros((1, generator.latent_dim)), train=False)
        return TrainState(
            jnp.zeros([], jnp.int32), {"generator": params}, {"generator": state}, {"generator": tx.init(params)}
        )

    def step(key, state, batch):
        x, devices = batch["x"], 1 if axis_name is None else jax.lax.axis_size(axis_name)
        share, rest = divmod(mixing_samples or 0, devices)
        if rest:
            raise UserError(f"config.method.mixing_samples, {mixing_samples}, is not a multiple of {devices} devices")

        def loss(params):
            latent = draw_latent(generator, key, share or len(x), axis_name)
            output, g_state = forward(generator, params, state.model_state["generator"], latent)
            theta = gather(to_theta(output), axis_name)
            bound = semi_implicit_bound(x, theta, lambda x, t: log_matrix(x, t, state.step), block).mean()
            return bound, ({"generator": g_state}, {"cross_entropy": bound})

        (_, (model_state, metrics)), grads = value_and_pgrad(loss, axis_name)(state.params["generator"])
        state = update_state(state, {"generator": tx}, {"generator": grads}, {**state.model_state, **model_state})
        return state._replace(step=state.step + 1), metrics

    def sample(key, state, n, label=None):
        del label
        latent_key, noise_key = jax.random.split(key)
        latent = draw_latent(generator, latent_key, n)
        output, _ = forward(generator, state.params["generator"], state.model_state["generator"], latent, train=False)
        theta = to_theta(output)
        return theta if variable == "theta" else draw(noise_key, theta)

    return Method(init, step, sample, refresh=refresher(generator, axis_name))


def make(config, networks, axis_name=None) -> Method:
    """`sig` from a config.

    `method.layer`; `sigma`, and what it begins with, `sigma_start`, for `anneal_steps`; `mixing_samples` (0: the
    batch size); `sample`; `block` (0: as large as memory should allow).
    """
    method = config.method
    (generator,) = require(networks, "generator")
    unconditional(generator, "SIG")
    fall = {"start": method.get("sigma_start", 0.0), "steps": method.get("anneal_steps", 0)}
    at_least(method, mixing_samples=0, block=0)
    at_least({"anneal_steps": fall["steps"]}, anneal_steps=0)
    if method.layer not in LAYERS:
        raise UserError(f"config.method.layer is one of {', '.join(LAYERS)}, not {method.layer!r}")
    return sig(
        generator,
        tx=optimizers.make(config.generator_tx),
        layer=LAYERS[method.layer](method.sigma, **fall),
        mixing_samples=method.mixing_samples or None,
        variable=method.sample,
        block=method.block or None,
        axis_name=axis_name,
    )
