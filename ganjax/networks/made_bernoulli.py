"""A masked autoregressive network over the pixels of an image (MADE, Germain et al. 2015)."""

from math import prod

import flax.linen as nn

from ganjax.networks.conditionals import Bernoulli
from ganjax.networks.made import Made


class Density(nn.Module):
    """Images [B, H, W, C] in [-1, 1] -> `Bernoulli`, row by row, a pixel's channels one after the other.

    Args:
      hidden: widths; a unit sees all pixels up to one place of the image.
      activation: of the hidden layers.
    """

    x_shape: tuple[int, ...]
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        return Bernoulli(Made(self.hidden, self.activation, 1)(x.reshape(len(x), prod(self.x_shape)))[..., 0])
