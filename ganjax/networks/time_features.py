"""Times as features of networks of noise and time."""

import jax.numpy as jnp

from ganjax.types import Array

FREQUENCIES = 16


def time_features(time: Array, dtype=None) -> Array:
    """Times [B] in [0, 1] -> sines and cosines [B, 2 * FREQUENCIES], of angular frequencies from 1 to 1000.

    dtype: of the features, default that of the times. The angles are float32 at least: bfloat16 has eight bits, and
    the fastest sine would be of nothing but their rounding.
    """
    exact = time.astype(jnp.promote_types(time.dtype, jnp.float32))
    angles = exact[:, None] * jnp.geomspace(1.0, 1000.0, FREQUENCIES, dtype=exact.dtype)
    return jnp.concatenate([jnp.sin(angles), jnp.cos(angles)], -1).astype(dtype or time.dtype)
