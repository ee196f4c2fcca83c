"""f-GAN: adversarial losses that bound an f-divergence from below (Nowozin et al. 2016).

For f convex with f(1) = 0, D_f(P || Q) = ∫ q f(p / q) = max_T E_P T(x) - E_Q f*(T(x)) (Eq. 4), with f*(t) =
max_u u t - f(u). The critic's logit v becomes T = g(v), whose output activation g maps the reals into the domain of
f* (Sec. 2.3). The best T is f'(p / q); each g increases, so that a greater logit speaks for the data. With u = p / q:

  kl                 KL(P || Q): covers modes.           f = u log u
  reverse_kl         KL(Q || P): seeks modes.            f = -log u
  jensen_shannon     2 JS(P, Q).                         f = u log u - (u + 1) log((u + 1) / 2)
  goodfellow         2 JS(P, Q) - 2 log 2: `minimax`.    f = u log u - (u + 1) log(u + 1); here alone f(1) is not 0
  pearson            ∫ (p - q)² / q.                     f = (u - 1)²
  neyman             ∫ (p - q)² / p.                     f = (1 - u)² / u
  squared_hellinger  ∫ (√p - √q)².                       f = (√u - 1)²
  total_variation    ½ ∫ |p - q|.                        f = |u - 1| / 2

Each divergence D gives two losses. Under its own name G descends the bound, -E_Q f*(T); that of `non_saturating_D` is
-E_Q T, which does not vanish where D tells samples from data with ease (Nowozin et al. 2016, Sec. 3.2), and is not
the gradient of the divergence. Of the total variation both are one, as f*(t) = t, and vanish there. A new divergence
is one more value of this module.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax.nn import softplus

from ganjax.losses.adversarial import AdversarialLoss, checked_loss
from ganjax.types import Array


class FDivergence(NamedTuple):
    """An f-divergence, all of it elementwise functions.

    Attributes:
      f: density ratio u > 0 -> f(u).
      activation: logit v -> T = g(v). conjugate: T -> f*(T).
      conjugate_of_logit: v -> f*(g(v)), in a form that neither cancels nor overflows before its value does.
    """

    f: Callable[[Array], Array]
    activation: Callable[[Array], Array]
    conjugate: Callable[[Array], Array]
    conjugate_of_logit: Callable[[Array], Array]

    def losses(self) -> tuple[AdversarialLoss, AdversarialLoss]:
        """(the loss whose generator descends the bound, the one whose generator ascends E_Q T)."""

        def real(v):
            return -self.activation(v)

        def descend(v):
            return -self.conjugate_of_logit(v)

        fake = self.conjugate_of_logit
        return checked_loss(real, fake, descend), checked_loss(real, fake, real)


kl = FDivergence(lambda u: u * jnp.log(u), lambda v: v, lambda t: jnp.exp(t - 1), lambda v: jnp.exp(v - 1))
reverse_kl = FDivergence(lambda u: -jnp.log(u), lambda v: -jnp.exp(-v), lambda t: -1 - jnp.log(-t), lambda v: v - 1)
jensen_shannon = FDivergence(
    lambda u: u * jnp.log(u) - (u + 1) * jnp.log((u + 1) / 2),
    lambda v: jnp.log(2.0) - softplus(-v),
    lambda t: -jnp.log(2 - jnp.exp(t)),
    lambda v: softplus(v) - jnp.log(2.0),
)
goodfellow = FDivergence(
    lambda u: u * jnp.log(u) - (u + 1) * jnp.log(u + 1),
    lambda v: -softplus(-v),
    lambda t: -jnp.log(1 - jnp.exp(t)),
    softplus,
)


def _of_pearson(t: Array) -> Array:
    """max over u >= 0 of u t - (u - 1)²: -1 up to t = -2, where u is 0.

    The paper prints t² / 4 + t for all t. By that a sample far from the data, whose best logit is -2, would be pushed
    away from them where its logit is lower.
    """
    t = jnp.maximum(t, -2)
    return t**2 / 4 + t


pearson = FDivergence(lambda u: (u - 1) ** 2, lambda v: v, _of_pearson, _of_pearson)
neyman = FDivergence(
    lambda u: (1 - u) ** 2 / u,
    lambda v: -jnp.expm1(-v),
    lambda t: 2 - 2 * jnp.sqrt(1 - t),
    lambda v: -2 * jnp.expm1(-v / 2),
)
squared_hellinger = FDivergence(
    lambda u: (jnp.sqrt(u) - 1) ** 2, lambda v: -jnp.expm1(-v), lambda t: t / (1 - t), jnp.expm1
)
total_variation = FDivergence(
    lambda u: jnp.abs(u - 1) / 2, lambda v: jnp.tanh(v) / 2, lambda t: t, lambda v: jnp.tanh(v) / 2
)


def divergences() -> dict[str, FDivergence]:
    """Name -> divergence, of all of this module."""
    return {name: value for name, value in globals().items() if isinstance(value, FDivergence)}


# Made once: a loss of one name is one value.
LOSSES = {
    name: loss
    for divergence, value in divergences().items()
    for name, loss in zip((divergence, f"non_saturating_{divergence}"), value.losses(), strict=True)
}
