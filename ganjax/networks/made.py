"""Masked autoregressive networks (MADE, Germain et al. 2015) whose conditionals are mixtures of Gaussians."""

from math import log, prod

import flax.linen as nn
import jax.numpy as jnp
import numpy as np

from ganjax.errors import UserError
from ganjax.networks.conditionals import Mixtures
from ganjax.networks.layers import add_bias
from ganjax.networks.mlp import function


class MaskedDense(nn.Module):
    """A dense layer whose kernel is multiplied by `mask` [inputs, outputs]."""

    mask: np.ndarray

    @nn.compact
    def __call__(self, x):
        fan_in = np.maximum(self.mask.sum(0, keepdims=True), 1)

        def scaled_normal(key, shape):
            return nn.initializers.normal(1.0)(key, shape) / np.sqrt(fan_in)

        kernel = self.param("kernel", scaled_normal, self.mask.shape)
        bias = self.param("bias", nn.initializers.zeros, self.mask.shape[-1:])
        return add_bias(x @ (kernel * self.mask.astype(kernel.dtype)), bias)


class Made(nn.Module):
    """x [B, d] -> [B, d, outputs], the i-th row a function of x_1 .. x_{i-1}; near 0 at the start."""

    hidden: tuple[int, ...]
    activation: str
    outputs: int

    @nn.compact
    def __call__(self, x):
        d = x.shape[1]
        h, degrees, last = x, np.arange(1, d + 1), max(d - 1, 1)
        for width in self.hidden:
            # A unit of degree k sees the first k coordinates. Fewer units than coordinates are spread over all.
            units = np.arange(width) % last + 1 if width >= last else np.linspace(1, last, width).astype(int)
            h = function(self.activation)(MaskedDense((degrees[:, None] <= units).astype(np.float32))(h))
            degrees = units
        mask = (degrees[:, None] < np.repeat(np.arange(1, d + 1), self.outputs)).astype(np.float32)
        raw = 0.1 * MaskedDense(mask, name="out")(h).reshape(-1, d, self.outputs)
        # The first coordinate's parameters depend on no input: they are these alone.
        return add_bias(raw, self.param("offset", nn.initializers.zeros, (d, self.outputs)))


class Density(nn.Module):
    """x [B, ...] -> the conditional of each coordinate, given those before it, as a mixture of Gaussians.

    p(x) = prod_i sum_c w_ic(x_<i) N(x_i; m_ic(x_<i), s_ic(x_<i)^2): exact, one pass for all coordinates.

    Args:
      hidden: widths. activation: of the hidden layers.
      components: Gaussians a coordinate; their means start evenly spread over [-spread, spread], one's at 0.
      lattice: leave the means there, with standard deviations of .6 of their spacing, and learn the weights
        alone: a smooth histogram. For a student of LBT: a sample's pull on it is bounded, where a Gaussian
        that is free to move is pulled hardest by the samples that lie farthest out, and the generator
        learns to send some there; and it stays sharp while the generator is still smooth.
      scales: what the standard deviations stay between where they are learned, in units of x.
      input_scale: a factor on x, as in `ganjax.networks.mlp.Discriminator`.

    Returns:
      `Mixtures`, each field [B, d, components].
    """

    x_shape: tuple[int, ...]
    hidden: tuple[int, ...] = (128,)
    activation: str = "tanh"
    components: int = 16
    spread: float = 1.0
    lattice: bool = False
    scales: tuple[float, float] = (1e-3, 1.0)
    input_scale: float = 1.0

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        if self.components < 1 or self.spread <= 0 or not 0 < self.scales[0] < self.scales[1]:
            raise UserError("config.networks.density needs components >= 1, spread > 0 and 0 < scales[0] < scales[1]")
        d, c, outputs = prod(self.x_shape), self.components, 1 if self.lattice else 3
        raw = Made(self.hidden, self.activation, outputs * c)(self.input_scale * x.reshape(len(x), d))
        # In bfloat16 the weights would add up to 1 give or take a hundredth.
        raw = raw.reshape(-1, d, outputs, c).astype(jnp.promote_types(raw.dtype, jnp.float32))
        log_weights = nn.log_softmax(raw[:, :, 0])
        places = np.linspace(-self.spread, self.spread, c) if c > 1 else np.zeros(1)
        centres = jnp.broadcast_to(places, log_weights.shape)
        spacing = 2 * self.spread / max(c - 1, 1)
        if self.lattice:
            return Mixtures(log_weights, centres, jnp.full_like(centres, log(0.6 * spacing)))
        low, high = np.log(self.scales)
        start = np.clip((log(spacing) - low) / (high - low), 0.1, 0.9)
        share = nn.sigmoid(raw[:, :, 2] + np.log(start / (1 - start)))
        return Mixtures(log_weights, self.spread * raw[:, :, 1] + centres, low + (high - low) * share)
