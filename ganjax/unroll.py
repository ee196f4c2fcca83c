"""Hypergradients: the one loop through inner steps that a gradient can be taken through, and the implicit way."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import optax

from ganjax.parallel import pmean, varying


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


def implicit_adjoint(
    gradient: Callable[[Any], Any],
    phi: Any,
    outer_gradient: Any,
    *,
    damping: float = 0.0,
    iterations: int = 20,
    axis_name: str | None = None,
) -> Any:
    """v = (H + damping I)^-1 dF/dphi, with H the inner problem's Hessian, by conjugate gradients.

    Where the inner loss f(phi, theta) has its minimum in phi, the outer F(phi*(theta)) has the gradient
    -(d/dtheta) <v, df/dphi>: LBT's Eq. 4, which unrolling approximates (Eq. 6). H is never formed: each
    iteration is one Hessian-vector product.

    Args:
      gradient: phi -> df/dphi, the mean over this device's examples.
      phi: the inner parameters, near a minimum of f. Elsewhere H need not be positive definite: the
        iterations stop at the first direction of negative curvature (truncated Newton, Steihaug 1983), and
        the residual tells. More damping goes on for longer.
      outer_gradient: dF/dphi, of phi's structure.
      damping: added to the Hessian's diagonal. iterations: of conjugate gradients.
      axis_name: the device axis, or None.

    Returns:
      (v, |(H + damping) v - dF/dphi| / |dF/dphi|): v has phi's structure; both are the same on every device.
    """
    phi_local = varying(phi, axis_name)

    def product(v):
        curvature = jax.jvp(gradient, (phi_local,), (varying(v, axis_name),))[1]
        return optax.tree.add_scale(pmean(curvature, axis_name), damping, v)

    # jax.scipy's cg does not stop at negative curvature, and is a custom_linear_solve, whose lowering under
    # shard_map (jax 0.10) loses which of the product's inputs vary over the devices.
    dot = optax.tree.vdot

    def iterate(carry, _):
        v, residual, direction, squared, going = carry
        image = product(direction)
        along = dot(direction, image)
        going &= along > 0  # of a zero residual, too, there is no further direction
        length = jnp.where(going, squared / jnp.where(along > 0, along, 1), 0)
        v = optax.tree.add_scale(v, length, direction)
        residual = optax.tree.add_scale(residual, -length, image)
        next_squared = dot(residual, residual)
        ratio = jnp.where(squared > 0, next_squared / jnp.where(squared > 0, squared, 1), 0)
        direction = optax.tree.add_scale(residual, ratio, direction)
        return (v, residual, direction, next_squared, going), None

    squared = dot(outer_gradient, outer_gradient)
    zero = optax.tree.zeros_like(outer_gradient)
    start = zero, outer_gradient, outer_gradient, squared, squared >= 0
    (v, _, _, left, _), _ = unroll(iterate, start, length=iterations)
    return v, jnp.sqrt(left / jnp.where(squared > 0, squared, 1))
