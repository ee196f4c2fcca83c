"""Residual multilayer perceptrons of vectors and time, as Gorishniy et al. (2021) have them for tables.

A plain `mlp` of three layers has to carry x itself through all of them. Here each block adds to x's features.
"""

from math import prod

import flax.linen as nn

from ganjax.networks.layers import Dense
from ganjax.networks.time_features import time_features


class Block(nn.Module):
    """Features [B, width] and the time's embedding [B, d] -> [B, width]: layer norm, the time's shift, two layers.

    The second layer is 0 at first, so that the block is its short cut.
    """

    @nn.compact
    def __call__(self, h, embedding):
        width = h.shape[-1]
        y = nn.LayerNorm()(h) + Dense(width, use_bias=False)(embedding)
        y = Dense(width)(nn.silu(y))
        return h + Dense(width, kernel_init=nn.initializers.zeros)(nn.silu(y))


class Velocity(nn.Module):
    """(x [B, ...], time [B] in [0, 1]) -> a velocity [B, ...], 0 at first.

    Args:
      x_shape: of one x. width: units of each layer. blocks: how many, of two layers each.
    """

    x_shape: tuple[int, ...]
    width: int = 512
    blocks: int = 3

    @nn.compact
    def __call__(self, x, time, *, train: bool = False):
        embedding = nn.silu(Dense(self.width // 4)(time_features(time, x.dtype)))
        h = Dense(self.width)(x.reshape(len(x), -1))
        for _ in range(self.blocks):
            h = Block()(h, embedding)
        h = nn.silu(nn.LayerNorm()(h))
        return Dense(prod(self.x_shape), kernel_init=nn.initializers.zeros)(h).reshape(x.shape)
