"""The one loop through inner optimisation steps that a gradient can be taken through."""

from collections.abc import Callable
from typing import Any

import jax


def unroll(
    step: Callable[[Any, Any], tuple[Any, Any]],
    carry: Any,
    xs: Any = None,
    length: int | None = None,
    *,
    remat: bool = False,
) -> tuple[Any, Any]:
    """Runs `step` over `xs` as one `lax.scan`, differentiable from end to end.

    Algorithm 1 of LBT unrolls K estimator steps this way (Eq. 5), Metz et al. (2016) K discriminator
    steps. With `length=0` the carry comes back unchanged.

    Args:
      step: (carry, x) -> (carry, y).
      carry: the loop's state, a pytree whose shapes and dtypes `step` keeps.
      xs: pytree with a leading axis of steps, or None (then `length` says how many).
      length: the number of steps; inferred from `xs` where there is one.
      remat: recompute each step in the backward pass, so that the memory of the gradient grows with the
        number of steps by the carry (and `xs`) alone, for about one more forward pass.

    Returns:
      The last carry and the stacked ys.
    """
    if remat:
        # prevent_cse=False: inside a scan XLA cannot merge the recomputation with the forward pass.
        step = jax.checkpoint(step, prevent_cse=False)
    return jax.lax.scan(step, carry, xs, length=length)
