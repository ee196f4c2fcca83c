"""A small PixelCNN (van den Oord et al. 2016): convolutions over the rows above and the pixels to the left."""

from collections.abc import Callable
from math import prod

import flax.linen as nn
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.networks.conditionals import Bernoulli
from ganjax.networks.layers import Conv


def interleaved(function: Callable, x, step: int):
    """`function` of each lattice of every `step`-th row and column of x [B, H, W, C]; maps [B, H, W, D] of it.

    A convolution of `function` is so dilated by `step`: beyond the border there are zeros for it as before.
    """
    if step == 1:
        return function(x)
    b, h, w, _ = x.shape
    rows, columns = -(-h // step), -(-w // step)
    x = jnp.pad(x, ((0, 0), (0, rows * step - h), (0, columns * step - w), (0, 0)))
    x = x.reshape(b, rows, step, columns, step, -1).transpose(0, 2, 4, 1, 3, 5)
    y = function(x.reshape(b * step**2, rows, columns, -1))
    y = y.reshape(b, step, step, rows, columns, -1).transpose(0, 3, 1, 4, 2, 5)
    return y.reshape(b, rows * step, columns * step, -1)[:, :h, :w]


class CausalConv(nn.Module):
    """[B, H, W, C] -> [B, H, W, filters]: of `reach` rows above, `reach` pixels to the left, and its own if `own`.

    Two plain convolutions, shifted, in the place of a masked one.
    """

    filters: int
    reach: int
    own: bool

    @nn.compact
    def __call__(self, x):
        r = self.reach
        above = Conv(self.filters, (r, 2 * r + 1), padding=((r, -1), (r, r)), name="above")(x)
        left = Conv(self.filters, (1, r + self.own), padding=((0, 0), (r, self.own - 1)), name="left")(x)
        return above + left


class Density(nn.Module):
    """Images [B, H, W, C] in [-1, 1] -> `Bernoulli`, in the order of rows; a pixel's channels at once.

    Given the pixels before it, a pixel's channels are independent.

    Args:
      filters: of the hidden layers, of which the first sees `reach` pixels, the others two, and a final
        1x1 convolution gives the logits.
      dilations: a layer's step between the rows and columns that it sees, one for each; (): 1 for all.
    """

    x_shape: tuple[int, ...]
    filters: tuple[int, ...] = (16, 16)
    reach: int = 3
    dilations: tuple[int, ...] = ()

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        if len(self.x_shape) != 3 or not self.filters or self.reach < 1:
            raise UserError("config.networks.density: pixelcnn takes images, one layer or more, and reach >= 1")
        dilations = self.dilations or (1,) * len(self.filters)
        if len(dilations) != len(self.filters) or min(dilations) < 1:
            raise UserError("config.networks.density: dilations are whole numbers above 0, as many as filters")
        h = x
        for i, (filters, dilation) in enumerate(zip(self.filters, dilations, strict=True)):
            layer = CausalConv(filters, 2 if i else self.reach, bool(i), name=f"layer_{i}")
            h = nn.relu(interleaved(layer, h, dilation))
        logits = Conv(self.x_shape[-1], (1, 1), name="out")(h)
        return Bernoulli(logits.reshape(len(x), prod(self.x_shape)))
