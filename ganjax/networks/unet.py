"""A small U-Net (Ronneberger et al. 2015) of images and time, as diffusion models have it (Ho et al. 2020)."""

from math import gcd

import flax.linen as nn
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.networks.layers import Conv, ConvTranspose, Dense
from ganjax.networks.time_features import time_features
from ganjax.types import Array


def _norm(x: Array) -> Array:
    """Maps [B, H, W, C], each group of an example's channels, eight where C has them, with mean 0 and variance 1.

    Group norm (Wu & He 2018).
    """
    groups = gcd(8, x.shape[-1])
    return nn.GroupNorm(num_groups=groups, use_bias=False, use_scale=False)(x)


class Block(nn.Module):
    """Maps [B, H, W, C] and the time's embedding [B, d] -> [B, H, W, features]: a residual block of two 3x3 layers.

    The time scales and shifts what comes after the first. Neither has a bias of its own: on CPUs its gradient takes a
    seventh of a step. The last layer is 0 at first, so that the block is its short cut.
    """

    features: int

    @nn.compact
    def __call__(self, x, embedding):
        scale, shift = jnp.split(Dense(2 * self.features)(embedding)[:, None, None], 2, -1)
        y = Conv(self.features, (3, 3), use_bias=False)(nn.silu(_norm(x)))
        y = nn.silu(_norm(y) * (1 + scale) + shift)
        y = Conv(self.features, (3, 3), use_bias=False, kernel_init=nn.initializers.zeros)(y)
        return y + (x if x.shape[-1] == self.features else Conv(self.features, (1, 1), use_bias=False)(x))


class Velocity(nn.Module):
    """(images x [B, H, W, C], time [B] in [0, 1]) -> a velocity [B, H, W, C].

    The maps are halved once a level, and have filters * 2^level channels; the way up sees those of the way down.
    On the images' own resolution, where a block would cost most, there is a single layer at either end.

    Args:
      x_shape: of an image; its sides are divisible by 2 to the number of levels.
      filters: channels at the images' own resolution.
      blocks: residual blocks of each level, on either way; the last number is for the smallest maps.
    """

    x_shape: tuple[int, ...]
    filters: int = 24
    blocks: tuple[int, ...] = (1, 1)

    @nn.compact
    def __call__(self, x, time, *, train: bool = False):
        levels = len(self.blocks)
        if len(self.x_shape) != 3 or any(side % 2**levels for side in self.x_shape[:2]):
            raise UserError(
                f"unet takes images [H, W, C] with sides divisible by {2**levels}, not {tuple(self.x_shape)}; "
                "resize them (config.data.image_shape), or give networks.velocity.blocks fewer levels"
            )
        channels = [self.filters * 2**level for level in range(levels + 1)]
        embedding = nn.silu(Dense(channels[-1])(time_features(time, x.dtype)))
        h = Conv(channels[0], (3, 3), use_bias=False)(x)
        skips = []
        for width, blocks in zip(channels[1:], self.blocks, strict=True):
            skips.append(h)
            h = Conv(width, (4, 4), (2, 2), use_bias=False)(h)
            for _ in range(blocks):
                h = Block(width)(h, embedding)
        for level in reversed(range(levels)):
            for _ in range(self.blocks[level]):
                h = Block(channels[level + 1])(h, embedding)
            h = ConvTranspose(channels[level], (4, 4), (2, 2), use_bias=False)(h)
            h = jnp.concatenate([h, skips.pop()], -1)
        # Its layer is 0 at first: the velocity's mean, which is the best constant on centred data.
        last = Conv(self.x_shape[-1], (3, 3), kernel_init=nn.initializers.zeros)
        return last(nn.silu(_norm(h)))
