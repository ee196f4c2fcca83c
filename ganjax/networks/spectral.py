"""Spectral normalisation and self-attention, which several image networks take as options."""

from collections.abc import Callable

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.networks.layers import Dense, normal_init

# The collection of the vectors of the power iteration; batch norm's averages have another.
COLLECTION = "batch_stats"


class SpectralNorm(nn.SpectralNorm):
    """Flax's, with the kernel's type after the division, so that a layer in bfloat16 stays so.

    The power iteration has float32 vectors.
    """

    def _spectral_normalize(self, path, vs, update_stats):
        return super()._spectral_normalize(path, vs, update_stats).astype(vs.dtype)


def normalised(layer: nn.Module, spectral: bool) -> Callable:
    """`layer`, its kernel divided by its largest singular value if `spectral` (Miyato et al. 2018, Algorithm 1).

    The singular value of the kernel as a matrix [all but the last axis, features], by one step of power iteration a
    call. The vector is stored when the collection is mutable, that is in training.
    """
    if not spectral:
        return layer
    wrapped = SpectralNorm(layer, collection_name=COLLECTION)
    return lambda x: wrapped(x, update_stats=wrapped.is_mutable_collection(COLLECTION))


class Judge(nn.Module):
    """A discriminator's head: one layer, features [B, d] -> logits [B]; the body is a subclass's `features`.

    spectral_norm: of the head, as of every layer of the body.
    """

    spectral_norm: bool = False
    head_init = staticmethod(normal_init)

    def setup(self):
        self.logit = Dense(1, kernel_init=self.head_init)
        if self.spectral_norm:
            self.logit_norm = SpectralNorm(self.logit, collection_name=COLLECTION)

    def head(self, features):
        """features [B, d] -> logits [B]."""
        if not self.spectral_norm:
            return self.logit(features)[..., 0]
        return self.logit_norm(features, update_stats=self.is_mutable_collection(COLLECTION))[..., 0]

    def __call__(self, x, *, train: bool):
        return self.head(self.features(x, train=train))


class SelfAttention(nn.Module):
    """Feature maps [B, H, W, C] -> x + gain attention(x), gain = 0 at first (SAGAN, Zhang et al. 2019, Eq. 1 to 3).

    Queries and keys have C / 8 channels, values C / 2; keys and values are max-pooled 2 x 2, as the authors' code
    does, where the sides are even.
    """

    spectral: bool = False

    @nn.compact
    def __call__(self, x):
        b, height, width, c = x.shape

        def project(name, features, x):
            dense = Dense(features, use_bias=False, kernel_init=normal_init, name=name)
            return normalised(dense, self.spectral)(x)

        even = height % 2 == 0 and width % 2 == 0
        pool = (lambda y: nn.max_pool(y, (2, 2), (2, 2))) if even else (lambda y: y)
        query = project("query", max(1, c // 8), x).reshape(b, height * width, 1, -1)
        key = pool(project("key", max(1, c // 8), x)).reshape(b, -1, 1, query.shape[-1])
        value = pool(project("value", max(1, c // 2), x)).reshape(b, -1, 1, max(1, c // 2))
        # Sums over pixels and over examples, the gain's gradient among them, are taken in float32 (see `add_bias`).
        wide = jnp.promote_types(x.dtype, jnp.float32)
        weights = jax.nn.softmax(jnp.einsum("bqhd,bkhd->bhqk", query, key).astype(wide)).astype(value.dtype)
        attended = jnp.einsum("bhqk,bkhd->bqhd", weights, value).reshape(b, height, width, -1)
        gain = self.param("gain", nn.initializers.zeros, (), jnp.float32)
        return (x.astype(wide) + gain.astype(wide) * project("output", c, attended).astype(wide)).astype(x.dtype)
