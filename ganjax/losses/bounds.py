"""Objectives of a latent-variable model: what its encoder and decoder climb, per example and in nats.

Each is a value made by a function of this module, which a config names: `method.objective = {"name": "renyi",
"alpha": .5}`. With latents z_1, ..., z_k ~ q(z | x) and weights w = p(x, z) / q(z | x):

  elbo     E log w (Kingma & Welling 2014, Eq. 7), its KL in closed form where there is one stochastic layer.
  iwae     E log (1/k) sum_i w_i (Burda et al. 2016, Eq. 8).
  renyi    1 / (1 - alpha) log (1/k) sum_i w_i^(1 - alpha) (Li & Turner 2016, Eq. 5): the ELBO at 1, IWAE at 0.
  robust   the ELBO whose cross-entropy is of the beta-divergence: outliers weigh less (Futami et al. 2018).
  wae_mmd  a reconstruction, and the MMD of the encoded data to the prior (Tolstikhin et al. 2018, Algorithm 2).

Renyi's is the f-divergence bound (Wan et al. 2020) of the power functions, whose f-divergences are the
alpha-divergences. It is the only one: of all means h^-1(E h(w)) the power means alone do not depend on the scale of w
(Hardy, Littlewood & Pólya 1934, Theorem 84), that is on the unit of x.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.lookup import check_arguments
from ganjax.losses.mmd import inverse_multiquadratic, mmd_losses
from ganjax.types import Array

_NEARLY = 1e-4  # as close to alpha = 1 float32 has too few digits for the logarithm of a mean of powers


class Draw(NamedTuple):
    """One latent of each example, and what the model says of it.

    Attributes:
      log_likelihood: [B], log p(x | z). log_ratio: [B], log p(z) - log q(z | x), of all stochastic layers.
      kl: [B], KL(q(z | x) || p(z)) in closed form; None where there are several stochastic layers.
      log_power: beta -> [B], log ∫ p(y | z)^(1 + beta) dy.
      latent: [B, d], of the layer that is farthest from the data. prior: () -> as many draws of its prior.
      axis_name: the device axis, or None.
    """

    log_likelihood: Array
    log_ratio: Array
    kl: Array | None
    log_power: Callable[[Any], Array]
    latent: Array
    prior: Callable[[], Array]
    axis_name: str | None = None

    @property
    def divergence(self) -> Array:
        """[B], an estimate of KL(q(z | x) || p(z)) without bias: the closed form where there is one."""
        return -self.log_ratio if self.kl is None else self.kl


class Objective(NamedTuple):
    """What is maximised.

    Attributes:
      value: `Draw` -> [B], of one latent an example.
      alpha: k values become one by `power_mean` of this order.
      lower_bound: whether it is, in expectation, at most log p(x).
    """

    value: Callable[[Draw], Array]
    alpha: Any = 1.0
    lower_bound: bool = True


def power_mean(values: Array, alpha: Any) -> Array:
    """1 / (1 - alpha) log (1/k) sum_i exp((1 - alpha) v_i) [...] of values [k, ...]; their mean at alpha = 1.

    That of equally large parts' power means is the whole's.
    """
    power = 1 - jnp.asarray(alpha, values.dtype)
    plain = jnp.abs(power) < _NEARLY
    safe = jnp.where(plain, 1, power)
    powers = (jax.nn.logsumexp(safe * values, axis=0) - jnp.log(len(values))) / safe
    return jnp.where(plain, values.mean(0), powers)


def elbo() -> Objective:
    """The evidence lower bound."""
    return Objective(lambda draw: draw.log_likelihood - draw.divergence)


def renyi(alpha: float = 0.5) -> Objective:
    """Rényi's bound, which falls as `alpha` rises, and is one from above where `alpha` is below 0.

    A swept `alpha` may be that: it is not said to be a bound from below.
    """
    below = isinstance(alpha, int | float) and alpha >= 0
    return Objective(lambda draw: draw.log_likelihood + draw.log_ratio, alpha, below)


def iwae() -> Objective:
    """The importance-weighted bound."""
    return renyi(0.0)


def robust(beta: float = 0.1) -> Objective:
    """(1 + 1/beta) (p(x | z)^beta - 1) - (∫ p(y | z)^(1 + beta) dy - 1) - KL, the ELBO as beta -> 0.

    It is Futami et al. 2018, Table 1, with constants that keep it finite there. The power is of the density of a
    whole example: the more values one has, the smaller is the beta that makes sense.

    Raises:
      UserError: unless beta is positive.
    """
    if isinstance(beta, int | float) and beta <= 0:
        raise UserError(f"config.method.objective: beta of robust must be positive, not {beta}")

    def value(draw: Draw) -> Array:
        fit = (1 + 1 / beta) * jnp.expm1(beta * draw.log_likelihood)
        return fit - jnp.expm1(draw.log_power(beta)) - draw.divergence

    return Objective(value, lower_bound=False)


def wae_mmd(weight: float = 10.0) -> Objective:
    """log p(x | z) - weight MMD²(q(z), p(z)), q(z) being that of all the data; a batch needs two examples.

    Tolstikhin et al. 2018, Algorithm 2, with its kernel `ganjax.losses.mmd.inverse_multiquadratic`.
    """

    def value(draw: Draw) -> Array:
        mmd = mmd_losses(draw.latent, draw.prior(), inverse_multiquadratic, draw.axis_name)
        return draw.log_likelihood - weight * mmd

    return Objective(value, lower_bound=False)


def make(config: Mapping[str, Any]) -> Objective:
    """The objective that a config describes: `name`, a function of this module, and its arguments.

    Raises:
      UserError: there is no such objective or argument.
    """
    makers = {
        name: value
        for name, value in globals().items()
        if inspect.isfunction(value) and inspect.signature(value).return_annotation is Objective and name != "make"
    }
    options = dict(config)
    name = options.pop("name", None)
    if name not in makers:
        raise UserError(f"config.method.objective.name is one of {', '.join(makers)}, not {name!r}")
    check_arguments(f"config.method.objective.{name}", makers[name], options)
    for key, option in options.items():
        if isinstance(option, str):
            raise UserError(f"config.method.objective.{key} must be a number, not {option!r}")
    return makers[name](**options)
