"""A small PixelCNN (van den Oord et al. 2016): convolutions over the rows above and the pixels to the left."""

from math import prod

import flax.linen as nn

from ganjax.errors import UserError
from ganjax.networks.conditionals import Bernoulli
from ganjax.networks.layers import Conv


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
    """

    x_shape: tuple[int, ...]
    filters: tuple[int, ...] = (16, 16)
    reach: int = 3

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        if len(self.x_shape) != 3 or not self.filters or self.reach < 1:
            raise UserError("config.networks.density: pixelcnn takes images, one layer or more, and reach >= 1")
        h = x
        for i, filters in enumerate(self.filters):
            h = nn.relu(CausalConv(filters, 2 if i else self.reach, bool(i), name=f"layer_{i}")(h))
        logits = Conv(self.x_shape[-1], (1, 1), name="out")(h)
        return Bernoulli(logits.reshape(len(x), prod(self.x_shape)))
