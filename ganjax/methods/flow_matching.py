"""Flow matching with the straight conditional path (Lipman et al. 2023): a velocity field carries noise to data."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.losses.distance import squared_distance
from ganjax.methods.common import at_least, first, require
from ganjax.methods.game import update_state
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import example_keys, example_normal, value_and_pgrad
from ganjax.types import Array, Method, TrainState

# What of `method` only samples depend on, and not the training.
OF_SAMPLES = ("euler_steps", "temperature")


def euler(velocity, x: Array, steps: int) -> Array:
    """x at time 1 of dx/dt = velocity(x, t) from x [n, ...] at time 0: x + velocity(x, t) / steps, `steps` times.

    velocity: (x [n, ...], t [n]) -> [n, ...].
    """

    def move(x, t):
        return x + velocity(x, jnp.full(len(x), t, x.dtype)) / steps, None

    return jax.lax.scan(move, x, jnp.arange(steps, dtype=x.dtype) / steps)[0]


def flow_matching(
    velocity: nn.Module,
    *,
    tx: optax.GradientTransformation,
    euler_steps: int = 100,
    temperature: float = 1.0,
    axis_name: str | None = None,
) -> Method:
    """Regression of the velocity on straight paths from noise to data; samples by Euler's method.

    Lipman et al. 2023, Eq. 23 with sigma_min = 0: E |v(x_t, t) - (x - z)|², x_t = (1 - t) z + t x, with z standard
    normal, t uniform on [0, 1] and x of the data. The minimum is E[x - z | x_t], whose flow carries z to the data.

    Args:
      velocity: (x [B, ...], t [B]) -> [B, ...], the role "velocity" of `ganjax.networks`.
      tx: its optimiser.
      euler_steps: how many steps a sample takes; training does not use it.
      temperature: the standard deviation of the noise that a sample starts from; training does not use it. Below 1
        samples are likelier under the model and less varied (Kingma & Dhariwal 2018).
      axis_name: the device axis, or None.
    """

    def init(key, batch):
        x = first(batch)
        params, model_state = init_network(velocity, key, x, jnp.zeros(1, x.dtype), train=False)
        opt_state = {"velocity": tx.init(params)}
        return TrainState(jnp.zeros([], jnp.int32), {"velocity": params}, {"velocity": model_state}, opt_state)

    def step(key, state, batch):
        x, keys = batch["x"], jax.random.split(key)
        noise = example_normal(keys[0], len(x), x.shape[1:], axis_name)
        time = jax.vmap(jax.random.uniform)(example_keys(keys[1], len(x), axis_name))
        share = time.reshape(-1, *[1] * (x.ndim - 1))

        def loss(params):
            between = (1 - share) * noise + share * x
            moved, new = forward(velocity, params, state.model_state["velocity"], between, time)
            error = squared_distance(moved, x - noise).mean()
            return error, ({"velocity": new}, {"velocity_error": error})

        (_, (model_state, metrics)), grads = value_and_pgrad(loss, axis_name)(state.params["velocity"])
        state = update_state(state, {"velocity": tx}, {"velocity": grads}, {**state.model_state, **model_state})
        return state._replace(step=state.step + 1), metrics

    def sample(key, state, n, label=None):
        del label

        def field(x, t):
            return forward(velocity, state.params["velocity"], state.model_state["velocity"], x, t, train=False)[0]

        return euler(field, temperature * example_normal(key, n, velocity.x_shape), euler_steps)

    return Method(init, step, sample)


def make(config, networks, axis_name=None) -> Method:
    """`flow_matching` from a config: `networks.velocity`, `velocity_tx` and what `sampling` has of `method`."""
    (velocity,) = require(networks, "velocity")
    tx = optimizers.make(config.velocity_tx)
    return flow_matching(velocity, tx=tx, **sampling(config.method), axis_name=axis_name)


def sampling(config) -> dict:
    """`euler_steps`, and `temperature` or 1, of a config's method."""
    options = {"euler_steps": config.euler_steps, "temperature": config.get("temperature", 1.0)}
    at_least(options, euler_steps=1, temperature=0)
    return options
