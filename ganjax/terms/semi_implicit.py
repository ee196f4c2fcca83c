"""The semi-implicit regulariser that makes any GAN a GAN-SI (Yin & Zhou 2018, Sec. 4)."""

import jax.numpy as jnp
from jax.lax import stop_gradient

from ganjax.errors import UserError
from ganjax.losses.likelihood import normal_log_matrix, semi_implicit_bound
from ganjax.parallel import gather, pmean
from ganjax.types import Term


def make(weight: float | str = "auto", sigma: float = 0.1, decay: float = 0.99) -> Term:
    """weight H_M, H_M = -E_x log (1/M) sum_j N(x; G(z_j), sigma² I), of the generator's samples at hand.

    Yin & Zhou 2018, Eq. 12, whose second term has the wrong sign in print. M is the batch on all devices. Only for
    the generator.

    Args:
      weight: lambda; "auto" keeps both terms of the loss on one scale: the ratio of the running magnitudes of the
        adversarial loss and of H_M, itself without a gradient. The constant of H_M counts, D/2 log(2 pi sigma²) for D
        values: it lessens lambda where sigma is above .4, and where it is below, H_M can pass through 0.
      sigma: of the explicit layer, in units of x. The paper gives none for images.
      decay: of the running magnitudes.

    Raises:
      UserError: for another weight, a sigma that is not positive, or a decay outside [0, 1).
    """
    automatic = weight == "auto" if isinstance(weight, str) else False
    if isinstance(weight, str) and not automatic:
        try:
            weight = float(weight)  # of a flag that had "auto"
        except ValueError:
            raise UserError(
                f"config.method.terms: the weight of semi_implicit is a number or 'auto', not {weight!r}"
            ) from None
    if isinstance(sigma, int | float) and sigma <= 0:
        raise UserError(f"config.method.terms: semi_implicit needs sigma > 0, not {sigma}")

    if not 0 <= decay < 1:
        raise UserError(f"config.method.terms: the decay of semi_implicit is in [0, 1), not {decay}")

    def init(key, context):
        del key, context
        return {}, {"bound": jnp.zeros([]), "adversarial": jnp.zeros([])}

    def loss(params, state, key, step, context):
        del params, key, step
        theta = gather(context.fake, context.axis_name)
        bound = semi_implicit_bound(context.real, theta, lambda x, t: normal_log_matrix(x, t, sigma**2))
        sizes = {
            "bound": jnp.abs(stop_gradient(bound)).mean(),
            "adversarial": jnp.abs(stop_gradient(context.adversarial)).mean(),
        }
        sizes = pmean(sizes, context.axis_name)
        # Both averages start at 0, and are too small by the same factor: their ratio is not.
        new = {name: decay * state[name] + (1 - decay) * value for name, value in sizes.items()}
        ratio = new["adversarial"] / jnp.maximum(new["bound"], 1e-12)
        scale = ratio if automatic else weight
        return scale * bound, new, {"cross_entropy": bound.mean(), "weight": jnp.asarray(scale, bound.dtype)}

    return Term(init, loss, name="semi_implicit", owner="generator")
