"""Particles that move to a target density by SVGD or LSVGD (Liu & Wang 2016; LSVGD, Sec. V-A)."""

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax import stein
from ganjax.errors import UserError
from ganjax.lookup import check_arguments
from ganjax.methods.common import at_least, require
from ganjax.types import Array, Method, TrainState


def svgd(
    target: nn.Module,
    *,
    particles: int = 100,
    spread: float = 1.0,
    bandwidth: float | Array | str | stein.Kernel = "median",
    step_size: float = 0.1,
    weights: str = "uniform",
    noise: str = "none",
    temperature: float = 1.0,
) -> Method:
    """x_i <- x_i + delta phi_i + epsilon_i: `ganjax.stein.lsvgd_update` with the score of `target`.

    There is nothing to learn from data: batches are left alone, and every device moves all particles. `sample`
    returns the particles one after the other, the first again after the last.

    Args:
      target: x [B, d] -> log density [B], without parameters; its `size` is d.
      particles: their number. spread: they start as N(0, spread² I).
      others: as `lsvgd_update`.
    """

    def log_density(x):
        return target.apply({}, x)

    def scores(x):
        return jax.grad(lambda x: log_density(x).sum())(x)

    def init(key: Array, batch) -> TrainState:
        del batch
        x = spread * jax.random.normal(key, (particles, target.size))
        return TrainState(jnp.zeros([], jnp.int32), {"particles": x}, {}, {})

    def step(key: Array, state: TrainState, batch):
        del batch
        x = state.params["particles"]
        move, diagnostics = stein.lsvgd_move(
            key,
            x,
            scores(x),
            bandwidth=bandwidth,
            step_size=step_size,
            weights=weights,
            noise=noise,
            temperature=temperature,
        )
        metrics = {"variance": x.var(0).mean(), **diagnostics}
        return state._replace(step=state.step + 1, params={"particles": x + move}), metrics

    def sample(key: Array, state: TrainState, n: int, label: Array | None = None) -> Array:
        del key, label
        return state.params["particles"][jnp.arange(n) % particles]

    def log_prob(key: Array, state: TrainState, x: Array) -> Array:
        del key, state
        return log_density(x)

    return Method(init, step, sample, log_prob=log_prob)


def make(config, networks, axis_name=None) -> Method:
    """`svgd` from a config: `networks.target`, and `method.particles`, `spread` and those of `lsvgd_update`."""
    del axis_name
    (target,) = require(networks, "target")
    options = dict(config.method)
    del options["name"]
    check_arguments("config.method", svgd, options, hidden=("target",))
    at_least({"particles": 1, **options}, particles=1)
    if config.get("ema", 0):
        raise UserError("config.ema must be 0 with svgd: particles are samples, and their average over time is none")
    return svgd(target, **options)
