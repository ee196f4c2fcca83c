"""The gradient penalty of WGAN-GP (Gulrajani et al. 2017), and what all penalties of D's slope share."""

from collections.abc import Callable

import jax
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.parallel import example_keys, varying
from ganjax.types import Array, Metrics, Term


def slopes(context, x: Array) -> tuple[Array, Array]:
    """(logits [B], |gradient of each example's logit|² [B]) at x; the discriminator has no batch norm.

    Where one logit is of a pack of examples (`ganjax.networks.packed`), the gradient is with respect to the pack.
    """
    # A derivative has the type of x: data may have fewer digits than the parameters.
    x = x.astype(jnp.promote_types(x.dtype, jax.eval_shape(context.discriminate, x).dtype))
    logits, pull = jax.vjp(context.discriminate, x)
    pack = len(x) // len(context.fake_features)
    (gradient,) = pull(jnp.ones_like(logits) / pack)  # a pack's logit is there once for each of its examples
    squared = jnp.square(gradient).reshape(len(x) // pack, -1).sum(-1)
    return logits, jnp.repeat(squared, pack)


def check_interval(term: str, interval: int) -> None:
    """Raises UserError where `interval` is not a whole number of steps, at least 1."""
    if not isinstance(interval, int) or interval < 1:
        raise UserError(
            f"config.method.terms: the interval of {term} is a whole number of at least 1, not {interval!r}"
        )


def lazily(interval: int, step: Array, axis_name: str | None, penalty: Callable[[], tuple[Array, Metrics]]):
    """(losses [B], metrics) of `penalty()`, computed on every `interval`-th step alone (Karras et al. 2020, App. B).

    There both are `interval` times as large, on other steps 0, so that their means over an interval are those of a
    penalty that is computed on every step. Critic steps of one step are all with it or all without. Lanes (trials,
    sweeps) compute both branches: they have the same numbers, and save nothing.

    The authors also shorten the memory of D's Adam by the share c = interval / (interval + 1): rate c, b1^c, b2^c.
    """
    if interval == 1:
        return penalty()

    def scaled():
        return varying(jax.tree.map(lambda x: interval * x, penalty()), axis_name)

    zeros = jax.tree.map(lambda leaf: jnp.zeros(leaf.shape, leaf.dtype), jax.eval_shape(penalty))
    return jax.lax.cond(step % interval == 0, scaled, lambda: varying(zeros, axis_name))


def make(weight: float = 10.0, target: float = 1.0, interval: int = 1) -> Term:
    """weight (|grad D(y)| - target)², y = e x + (1 - e) G(z), e ~ U[0, 1] an example (Gulrajani et al. 2017, Eq. 3).

    The norm is over all of an example's values. With batch norm the logit of one example depends on the others: use
    a discriminator without it.

    Args:
      weight: lambda, 10 in the paper. target: the slope that costs nothing. interval: as `lazily`.
    """
    check_interval("gradient_penalty", interval)

    def init(key, context):
        del key, context
        return {}, {}

    def loss(params, state, key, step, context):
        del params

        def penalty():
            keys = example_keys(key, len(context.real), context.axis_name)
            share = jax.vmap(jax.random.uniform)(keys).reshape(-1, *[1] * (context.real.ndim - 1))
            _, squared = slopes(context, share * context.real + (1 - share) * context.fake)
            # The root has no derivative at 0, where a dead discriminator is.
            norm = jnp.sqrt(squared + 1e-12)
            return weight * jnp.square(norm - target), {"slope": norm.mean()}

        losses, metrics = lazily(interval, step, context.axis_name, penalty)
        return losses, state, metrics

    return Term(init, loss, name="gradient_penalty", owner="discriminator")
