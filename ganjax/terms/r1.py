"""R1: D is flat at the data (Mescheder et al. 2018)."""

import jax.numpy as jnp

from ganjax.terms.gradient_penalty import check_interval, lazily, slopes
from ganjax.types import Term


def zero_centred(name: str, sides: tuple[str, ...], weight: float, interval: int) -> Term:
    """weight / 2 |grad D(y)|², summed over y of the context's `sides`: "real", "fake" or both.

    Raises:
      UserError: for an interval that is not a whole number of at least 1.
    """
    check_interval(name, interval)

    def init(key, context):
        del key, context
        return {}, {}

    def loss(params, state, key, step, context):
        del params, key

        def penalty():
            squared = jnp.stack([slopes(context, getattr(context, side))[1] for side in sides]).sum(0)
            return 0.5 * weight * squared, {"squared_slope": squared.mean()}

        losses, metrics = lazily(interval, step, context.axis_name, penalty)
        return losses, state, metrics

    return Term(init, loss, name=name, owner="discriminator")


def make(weight: float = 1.0, interval: int = 1) -> Term:
    """weight / 2 |grad D(x)|² of the data (Mescheder et al. 2018, Eq. 9).

    With batch norm the logit of one example depends on the others: use a discriminator without it.

    Args:
      weight: gamma. interval: as `ganjax.terms.gradient_penalty.lazily`; StyleGAN has 16.
    """
    return zero_centred("r1", ("real",), weight, interval)
