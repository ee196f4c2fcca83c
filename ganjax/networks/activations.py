"""Activations that JAX has not, or has slowly. `ganjax.networks.mlp.function` looks here first."""

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax

from ganjax.types import Array

# pi in parts of few bits: the product of each with a small whole number is exact in float32 (Cody & Waite 1980).
PI = (3.140625, 0.0009670257568359375, 6.2771141529083252e-07, 1.2154201256553421e-10)
# The Taylor series of sin(r) / r in r², to r^12: within 1e-9 for |r| <= pi / 2.
SERIES = (1 / 6227020800, -1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1.0)


@partial(jax.custom_jvp, nondiff_argnums=(1,))
def _wave(x, shift):
    """sin(x + shift pi) of float32 x."""
    turns = jnp.round(x / jnp.pi + shift)
    rest = x
    for part in PI:
        rest -= (turns - shift) * part
    series = jnp.polyval(jnp.array(SERIES, x.dtype), rest * rest)
    return jnp.where(turns % 2 == 0, rest, -rest) * series


@_wave.defjvp
def _(shift, primals, tangents):
    (x,), (dx,) = primals, tangents
    return _wave(x, shift), _wave(x, shift + 0.5) * dx


def sin(x: Array) -> Array:
    """The sine, of any shape; in float32 on CPU within 3e-7 for |x| < 10,000.

    XLA:CPU computes the sine one number at a time, at 10 ns each: most of a step of a small network with sine units
    (Sitzmann et al. 2020). A reduction to [-pi / 2, pi / 2] and a polynomial are vectorised: .6 ns. The derivative,
    of any order, is the same function of its argument + pi / 2.
    """
    if x.dtype != jnp.float32:
        return jnp.sin(x)
    return lax.platform_dependent(x, cpu=partial(_wave, shift=0.0), default=jnp.sin)


def dcgan_leaky_relu(x: Array) -> Array:
    """max(x, .2 x) of x [...]: the slope of DCGAN's discriminator (Radford et al. 2016); `leaky_relu` has .01."""
    return jax.nn.leaky_relu(x, 0.2)
