"""Optimisers: optax's, and the few transforms that optax does not have."""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from ganjax.errors import UserError


def scale_by_unrollable_adam(
    b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8, stop_gradient: bool = False
) -> optax.GradientTransformation:
    """Adam that can be differentiated through, as the authors of LBT unroll it.

    The update is m / sqrt(v + eps) with bias-corrected moments: eps is inside the root and there is none
    outside, so that d sqrt(v) is finite at v = 0 (`optax.scale_by_adam` keeps its eps outside).

    Args:
      b1, b2: decay rates of the first and second moment.
      eps: added to the second moment under the root.
      stop_gradient: treat the second moment as a constant when a gradient is taken through the update.

    Returns:
      A transformation whose state is `optax.ScaleByAdamState`: one with and one without
      `stop_gradient` can take turns on the same moments.
    """

    def init(params):
        zeros = optax.tree.zeros_like
        return optax.ScaleByAdamState(count=jnp.zeros([], jnp.int32), mu=zeros(params), nu=zeros(params))

    def update(updates, state, params=None):
        del params
        mu = optax.tree.update_moment(updates, state.mu, b1, 1)
        squared = jax.lax.stop_gradient(updates) if stop_gradient else updates
        nu = optax.tree.update_moment_per_elem_norm(squared, state.nu, b2, 2)
        count = optax.safe_increment(state.count)
        mu_hat = optax.tree.bias_correction(mu, b1, count)
        nu_hat = optax.tree.bias_correction(nu, b2, count)
        updates = jax.tree.map(lambda m, v: m * jax.lax.rsqrt(v + eps), mu_hat, nu_hat)
        return updates, optax.ScaleByAdamState(count=count, mu=mu, nu=nu)

    return optax.GradientTransformation(init, update)


def unrollable_adam(
    learning_rate: float,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    stop_gradient: bool = False,
) -> optax.GradientTransformation:
    """`scale_by_unrollable_adam` and a learning rate (a number or a schedule)."""
    return optax.chain(
        scale_by_unrollable_adam(b1, b2, eps, stop_gradient), optax.scale_by_learning_rate(learning_rate)
    )


def sgd_or_adam(
    learning_rate: float, adam: float, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8
) -> optax.GradientTransformation:
    """Adam where `adam` is more than a half, plain SGD otherwise: a choice that can be swept as a number.

    A grid search over optimisers is then lanes of one program.
    """
    chosen = optax.scale_by_adam(b1, b2, eps)

    def update(updates, state, params=None):
        moved, state = chosen.update(updates, state, params)
        return jax.tree.map(lambda m, g: jnp.where(adam > 0.5, m, g), moved, updates), state

    return optax.chain(optax.GradientTransformation(chosen.init, update), optax.scale_by_learning_rate(learning_rate))


def adam_with_second_moment(
    learning_rate: float, second_moment: float, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8
) -> optax.GradientTransformation:
    """Adam whose second moments begin at a number, not at 0: the code of Burda et al. (2016) begins at 1.

    A gradient that is small beside its root moves a parameter little for the first thousands of steps: a warm-up.
    """
    adam = optax.adam(learning_rate, b1, b2, eps)

    def init(params):
        moments = optax.tree.full_like(params, second_moment)
        return optax.tree_utils.tree_set(adam.init(params), nu=moments)

    return optax.GradientTransformation(init, adam.update)


def clip_parameters(limit: float | jax.Array) -> optax.GradientTransformation:
    """Keeps every parameter within [-limit, limit] after the update (WGAN's critic, Arjovsky et al. 2017).

    The last link of a chain. Raises ValueError when it is updated without `params`.
    """

    def update(updates, state, params=None):
        if params is None:
            raise ValueError("clip_parameters needs the parameters: call update(updates, state, params)")
        return jax.tree.map(lambda u, p: jnp.clip(p + u, -limit, limit) - p, updates, params), state

    return optax.GradientTransformation(lambda params: optax.EmptyState(), update)


def cosine(learning_rate: float, decay_steps: int, final: float = 0.0) -> optax.Schedule:
    """Cosine decay from `learning_rate` to `final * learning_rate` over `decay_steps`, constant after.

    optax's own checks its arguments in Python and so cannot take a swept (traced) learning rate.
    """

    def schedule(count):
        share = jnp.clip(count / decay_steps, 0, 1)
        return learning_rate * (final + (1 - final) * 0.5 * (1 + jnp.cos(jnp.pi * share)))

    return schedule


def staged(learning_rate: float, decay_steps: int, stages: int = 8) -> optax.Schedule:
    """Stages of 1, 3, 9, ... parts of `decay_steps`, whose rates fall to a tenth (Burda et al. 2016).

    Their eight rates are 1, .72, .52, .37, .27, .19, .14 and .1 of `learning_rate` (Sec. 5, rounded as their code
    does). The last one is kept.
    """
    rates = np.round(10 ** (1 - np.arange(stages) / max(stages - 1, 1)), 1) / 10
    ends = decay_steps * (3.0 ** np.arange(1, stages) - 1) / (3.0**stages - 1)

    def schedule(count):
        return (
            learning_rate
            * jnp.asarray(rates, jnp.float32)[jnp.searchsorted(jnp.asarray(ends, jnp.float32), count, side="right")]
        )

    return schedule


def warmed_up(learning_rate: float | optax.Schedule, warmup_steps: int) -> optax.Schedule:
    """The rate or schedule times i / warmup_steps at update i = 1, 2, ..., until that is 1."""

    def schedule(count):
        rate = learning_rate(count) if callable(learning_rate) else learning_rate
        return rate * jnp.minimum((count + 1) / warmup_steps, 1)

    return schedule


def make(config: Mapping[str, Any]) -> optax.GradientTransformation:
    """The optimiser that a config describes.

    Args:
      config: `name` (a function of this module or of optax), its keyword arguments, and optionally
        `clip_norm` (global norm of the gradient, 0: off), `clip_parameters` (0: off), `decay_steps`
        (cosine decay of the learning rate, 0: constant) with `final_scale` (the share that it ends on), or with
        `stages`: `staged` in that many; `warmup_steps` (`warmed_up`, 0: off), on top of either.

    Raises:
      UserError: for an unknown optimiser or argument, a missing name, `stages` of no `decay_steps`, or a schedule of
        no learning rate.
    """
    kwargs = dict(config)
    name = kwargs.pop("name", None)
    if name is None:
        raise UserError("an optimizer of the config (generator_tx, ...) needs a name, of optax or ganjax.optimizers")
    norm, limit = kwargs.pop("clip_norm", 0.0), kwargs.pop("clip_parameters", 0.0)
    decay_steps, final = kwargs.pop("decay_steps", 0), kwargs.pop("final_scale", 0.0)
    stages, warmup = kwargs.pop("stages", 0), kwargs.pop("warmup_steps", 0)
    factory = globals().get(name) or getattr(optax, name, None)
    if not callable(factory):
        raise UserError(f"there is no optimizer {name!r} in optax or ganjax.optimizers")
    if stages and not decay_steps:
        raise UserError(f"optimizer {name}: stages are parts of decay_steps, which is 0")
    if (decay_steps or warmup) and "learning_rate" not in kwargs:
        raise UserError(f"optimizer {name}: decay_steps and warmup_steps need a learning_rate")
    if decay_steps:
        rate = kwargs["learning_rate"]
        kwargs["learning_rate"] = staged(rate, decay_steps, stages) if stages else cosine(rate, decay_steps, final)
    if warmup:
        kwargs["learning_rate"] = warmed_up(kwargs["learning_rate"], warmup)
    try:
        links = [factory(**kwargs)]
    except TypeError as error:
        raise UserError(f"optimizer {name}: {error}") from None
    # `is not 0.0` semantics are not enough here: a swept value is an array, and any of those is "on".
    if isinstance(norm, jax.Array) or norm:
        links.insert(0, optax.clip_by_global_norm(norm))
    if isinstance(limit, jax.Array) or limit:
        links.append(clip_parameters(limit))
    return optax.chain(*links) if len(links) > 1 else links[0]
