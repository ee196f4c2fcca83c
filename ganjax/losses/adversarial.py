"""Adversarial losses: the discriminator's and the generator's, per example and on logits.

Each loss is a value. Minimise both of its parts; none depends on a network. With l the logits and
s = sigmoid(l) = D(x), the probability that x is real:

  minimax            Goodfellow et al. 2014, Eq. 1: V = E log D(x) + E log(1 - D(G(z))), G minimises V.
  non_saturating     the same discriminator; G minimises -E log D(G(z)) (Goodfellow et al. 2014, Sec. 3).
  least_squares      Mao et al. 2017, Eq. 9 with a = 0, b = c = 1, on raw outputs.
  wasserstein        Arjovsky et al. 2017, Eq. 2; keep the critic Lipschitz by clipping or a penalty.
  hinge              Lim & Ye 2017; Miyato et al. 2018, Eq. 16 and 17.
  energy             Wang & Liu 2016, Sec. 5: with E = -l, D minimises E on data less .3 E on samples, which the
                     authors' code weights so; G minimises E.
"""

from collections.abc import Callable
from typing import NamedTuple

import chex
import jax.numpy as jnp
from jax.nn import relu, softplus

from ganjax.errors import UserError
from ganjax.types import Array


class AdversarialLoss(NamedTuple):
    """A pair of per-example losses.

    Attributes:
      real: logits [B] of real examples -> the discriminator's loss [B].
      fake: logits [B] of generated examples -> the discriminator's loss [B].
      generator: logits [B] of generated examples -> the generator's loss [B].
    """

    real: Callable[[Array], Array]
    fake: Callable[[Array], Array]
    generator: Callable[[Array], Array]


def _logits(function):
    def checked(logits: Array) -> Array:
        chex.assert_rank(logits, 1)
        chex.assert_type(logits, float)
        return function(logits)

    return checked


def _loss(real, fake, generator):
    return AdversarialLoss(_logits(real), _logits(fake), _logits(generator))


# -log s = softplus(-l) and -log(1 - s) = softplus(l), without overflow.
minimax = _loss(lambda l: softplus(-l), softplus, lambda l: -softplus(l))  # noqa: E741
non_saturating = _loss(lambda l: softplus(-l), softplus, lambda l: softplus(-l))  # noqa: E741
least_squares = _loss(lambda l: 0.5 * (l - 1) ** 2, lambda l: 0.5 * l**2, lambda l: 0.5 * (l - 1) ** 2)  # noqa: E741
wasserstein = _loss(jnp.negative, jnp.positive, jnp.negative)
energy = _loss(jnp.negative, lambda l: 0.3 * l, jnp.negative)  # noqa: E741
hinge = _loss(lambda l: relu(1 - l), lambda l: relu(1 + l), jnp.negative)  # noqa: E741


def by_name(name: str) -> AdversarialLoss:
    """The loss of this module that is called `name`.

    Raises:
      UserError: if there is none, naming those there are.
    """
    loss = globals().get(name)
    if not isinstance(loss, AdversarialLoss):
        names = sorted(k for k, v in globals().items() if isinstance(v, AdversarialLoss))
        raise UserError(f"the adversarial loss is one of {', '.join(names)}, not {name!r}")
    return loss
