"""The gradient-norm regulariser of Roth et al. 2017."""

import jax
import jax.numpy as jnp

from ganjax.terms.gradient_penalty import check_interval, lazily, slopes
from ganjax.types import Term


def make(weight: float = 2.0, final: float = 0.01, decay_steps: int = 0, interval: int = 1) -> Term:
    """weight / 2 [(1 - D(x))² |grad l(x)|² + D(G(z))² |grad l(G(z))|²], D = sigmoid(l) (Roth et al. 2017, Eq. 21).

    Args:
      weight: gamma. final, decay_steps: gamma falls geometrically to final * gamma at decay_steps, and goes on
        falling; 0 steps keep it.
      interval: as `ganjax.terms.gradient_penalty.lazily`.
    """
    check_interval("roth", interval)

    def init(key, context):
        del key, context
        return {}, {}

    def loss(params, state, key, step, context):
        del params, key
        gamma = weight * final ** (step / decay_steps) if decay_steps else weight

        def penalty():
            real_logits, real_slope = slopes(context, context.real)
            fake_logits, fake_slope = slopes(context, context.fake)
            real = jnp.square(jax.nn.sigmoid(-real_logits)) * real_slope
            fake = jnp.square(jax.nn.sigmoid(fake_logits)) * fake_slope
            return 0.5 * gamma * (real + fake), {}

        losses, _ = lazily(interval, step, context.axis_name, penalty)
        return losses, state, {"gamma": jnp.asarray(gamma, losses.dtype)}

    return Term(init, loss, name="roth", owner="discriminator")
