"""Spectral normalisation and self-attention, which several image networks take as options."""

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.networks.layers import Dense, normal_init


class SpectralNorm(nn.SpectralNorm):
    """Flax's, which stores the power iteration's vector where its collection is mutable, that is in training.

    The kernel has its own type after the division, so that a layer in bfloat16 stays so; the vectors are float32.
    """

    @nn.compact
    def __call__(self, *args, **kwargs):
        return super().__call__(*args, update_stats=self.is_mutable_collection(self.collection_name), **kwargs)

    def _spectral_normalize(self, path, vs, update_stats):
        return super()._spectral_normalize(path, vs, update_stats).astype(vs.dtype)


def normalised(layer: nn.Module, spectral: bool) -> nn.Module:
    """`layer`, its kernel divided by its largest singular value if `spectral` (Miyato et al. 2018, Algorithm 1).

    The singular value of the kernel as a matrix [all but the last axis, features], by one step of power iteration a
    call.
    """
    return SpectralNorm(layer) if spectral else layer


class Judge(nn.Module):
    """A discriminator's head: one layer, features [B, d] -> logits [B]; the body is a subclass's `features`.

    spectral_norm: of the head, as of every layer of the body.
    """

    spectral_norm: bool = False
    head_init = staticmethod(normal_init)

    def setup(self):
        self.logit = Dense(1, kernel_init=self.head_init)
        if self.spectral_norm:
            self.logit_norm = SpectralNorm(self.logit)

    def head(self, features):
        """features [B, d] -> logits [B]."""
        layer = self.logit_norm if self.spectral_norm else self.logit
        return layer(features)[..., 0]

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
