"""Dropout whose masks do not depend on how many devices share a batch (Srivastava et al. 2014).

`flax.linen.Dropout` draws one mask for the batch by one key, so that each device's part would have the same. Here
every example has a key of its own (`ganjax.parallel.example_keys`), which whoever trains a network gives to it.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.errors import UserError


def drops(module: nn.Module) -> bool:
    """Whether a module has a field `dropout` that is on; a swept (traced) rate is always on."""
    rate = getattr(module, "dropout", 0.0)
    return not isinstance(rate, int | float) or rate > 0


def takes_keys(module: nn.Module) -> bool:
    """Whether a discriminator's `features` take `keys` [B]: it drops units, or its class says `takes_keys`."""
    return drops(module) or getattr(module, "takes_keys", False)


def refuse_within(body: nn.Module, wrapper: str) -> None:
    """Raises UserError for a body that needs keys: `wrapper`, a discriminator around it, gives it none."""
    if getattr(body, "takes_keys", False):
        raise UserError(f"the discriminator '{wrapper}' draws no augmentations for its body: put it into 'augmented'")


def refuse(module: nn.Module, method: str) -> None:
    """Raises UserError for a discriminator that needs keys, which `method` gives it none of."""
    if drops(module):
        raise UserError(f"{method} drops no units of D: config.networks.discriminator.dropout must be 0")
    if takes_keys(module):
        raise UserError(f"{method} draws no augmentations for D: take another config.networks.discriminator")


def dropped(x: jax.Array, keys: jax.Array, rate) -> jax.Array:
    """x [B, ...] with the share `rate` in [0, 1) of it 0 and the rest 1 / (1 - rate) as large; keys [B], one each."""

    def one(key, row):
        mask = jax.random.bernoulli(key, 1 - rate, row.shape)
        return jnp.where(mask, row / (1 - rate), 0).astype(row.dtype)

    return jax.vmap(one)(keys, x)
