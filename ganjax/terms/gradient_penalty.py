"""The gradient penalty of WGAN-GP (Gulrajani et al. 2017)."""

import jax
import jax.numpy as jnp

from ganjax.parallel import example_keys
from ganjax.types import Array, Term


def slopes(context, x: Array) -> tuple[Array, Array]:
    """(logits [B], |gradient of each example's logit|² [B]) at x; the discriminator has no batch norm."""
    logits, pull = jax.vjp(context.discriminate, x)
    (gradient,) = pull(jnp.ones_like(logits))
    return logits, jnp.square(gradient).reshape(len(x), -1).sum(-1)


def make(weight: float = 10.0, target: float = 1.0) -> Term:
    """weight (|grad D(y)| - target)², y = e x + (1 - e) G(z), e ~ U[0, 1] an example (Gulrajani et al. 2017, Eq. 3).

    The norm is over all of an example's values. With batch norm the logit of one example depends on the others: use
    a discriminator without it.

    Args:
      weight: lambda, 10 in the paper. target: the slope that costs nothing.
    """

    def init(key, context):
        del key, context
        return {}, {}

    def loss(params, state, key, step, context):
        del params, step
        keys = example_keys(key, len(context.real), context.axis_name)
        share = jax.vmap(jax.random.uniform)(keys).reshape(-1, *[1] * (context.real.ndim - 1))
        _, squared = slopes(context, share * context.real + (1 - share) * context.fake)
        # The root has no derivative at 0, where a dead discriminator is.
        norm = jnp.sqrt(squared + 1e-12)
        return weight * jnp.square(norm - target), state, {"slope": norm.mean()}

    return Term(init, loss, name="gradient_penalty")
