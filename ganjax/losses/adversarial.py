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
  relativistic       RpGAN (Jolicoeur-Martineau 2019), the loss of R3GAN (Huang et al. 2024, Sec. 2): of a real
                     example and a sample D tells which one is real. It minimises softplus(-(l(x) - l(G(z)))), G
                     softplus(-(l(G(z)) - l(x))).

Those of f-GAN are in `ganjax.losses.f_divergences`.
"""

from collections.abc import Callable
from typing import NamedTuple

import chex
import jax.numpy as jnp
from jax.nn import relu, softplus

from ganjax.errors import UserError
from ganjax.types import Array


class AdversarialLoss(NamedTuple):
    """The two players' losses, per example or per pair of a real and a generated one.

    Attributes:
      real: logits [B] of real examples -> the discriminator's loss [B].
      fake: logits [B] of generated examples -> the discriminator's loss [B].
      generator: logits [B] of generated examples -> the generator's loss [B].
      relative: whether a logit is judged by its distance to the other logit of its pair. The i-th real example and
        the i-th sample, which are independent, are a pair.
      zero_sum: whether the generator maximises the discriminator's loss in the place of minimising `generator`. The
        two differ once the discriminator depends on the generator, as where it is unrolled: then the real examples'
        part has a gradient, too.
    """

    real: Callable[[Array], Array]
    fake: Callable[[Array], Array]
    generator: Callable[[Array], Array]
    relative: bool = False
    zero_sum: bool = False

    @property
    def compares(self) -> bool:
        """Whether the generator's loss needs the logits of real examples."""
        return self.relative or self.zero_sum

    def of_discriminator(self, real: Array, fake: Array) -> Array:
        """The discriminator's losses [B] of the logits of real and of generated examples, [B] each."""
        if self.relative:
            real, fake = real - fake, fake - real
        return self.real(real) + self.fake(fake)

    def of_generator(self, fake: Array, real: Array | None = None) -> Array:
        """The generator's losses [B] of the logits of its samples; a loss that `compares` needs the real ones too."""
        if not self.compares:
            return self.generator(fake)
        assert real is not None
        return -self.of_discriminator(real, fake) if self.zero_sum else self.generator(fake - real)


def _logits(function):
    def checked(logits: Array) -> Array:
        chex.assert_rank(logits, 1)
        chex.assert_type(logits, float)
        return function(logits)

    return checked


def checked_loss(real: Callable, fake: Callable, generator: Callable, relative: bool = False) -> AdversarialLoss:
    """The loss of these three functions, which then refuse what is not logits [B]."""
    return AdversarialLoss(_logits(real), _logits(fake), _logits(generator), relative)


# -log s = softplus(-l) and -log(1 - s) = softplus(l), without overflow.
minimax = checked_loss(lambda l: softplus(-l), softplus, lambda l: -softplus(l))  # noqa: E741
non_saturating = checked_loss(lambda l: softplus(-l), softplus, lambda l: softplus(-l))  # noqa: E741
least_squares = checked_loss(lambda l: 0.5 * (l - 1) ** 2, lambda l: 0.5 * l**2, lambda l: 0.5 * (l - 1) ** 2)  # noqa: E741
wasserstein = checked_loss(jnp.negative, jnp.positive, jnp.negative)
energy = checked_loss(jnp.negative, lambda l: 0.3 * l, jnp.negative)  # noqa: E741
hinge = checked_loss(lambda l: relu(1 - l), lambda l: relu(1 + l), jnp.negative)  # noqa: E741
relativistic = checked_loss(lambda l: softplus(-l), jnp.zeros_like, lambda l: softplus(-l), relative=True)  # noqa: E741


def by_name(name: str) -> AdversarialLoss:
    """The loss that is called `name`, of this module or of `ganjax.losses.f_divergences`.

    Raises:
      UserError: if there is none, naming those there are.
    """
    from ganjax.losses.f_divergences import LOSSES  # which is made of this module

    losses = {key: value for key, value in globals().items() if isinstance(value, AdversarialLoss)} | LOSSES
    if not isinstance(name, str) or name not in losses:
        raise UserError(f"the adversarial loss is one of {', '.join(sorted(losses))}, not {name!r}")
    return losses[name]


def require_single(loss: AdversarialLoss, user: str) -> AdversarialLoss:
    """`loss`; raises UserError where it is relative, as `user` has no pairs of real and generated examples."""
    if loss.relative:
        raise UserError(f"config.method.loss: {user} judges single examples, so its loss cannot be a relative one")
    return loss
