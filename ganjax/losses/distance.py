"""How far a reconstruction is from what it is to be."""

import chex
import jax.numpy as jnp

from ganjax.types import Array


def squared_distance(x: Array, y: Array) -> Array:
    """The squared Euclidean distance [B] of x and y [B, ...], over all of an example's values."""
    chex.assert_equal_shape([x, y])
    return jnp.square(x - y).reshape(len(x), -1).sum(-1)
