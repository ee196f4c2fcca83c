"""Times as features of networks of noise and time."""

import jax.numpy as jnp

from ganjax.types import Array

FREQUENCIES = 16


def time_features(time: Array) -> Array:
    """Times [B] in [0, 1] -> sines and cosines [B, 2 * FREQUENCIES], of angular frequencies from 1 to 1000."""
    angles = time[:, None] * jnp.geomspace(1.0, 1000.0, FREQUENCIES, dtype=time.dtype)
    return jnp.concatenate([jnp.sin(angles), jnp.cos(angles)], -1)
