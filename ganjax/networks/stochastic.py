"""Encoders and decoders with several stochastic layers, of MLPs (Burda et al. 2016, Fig. 1 and Sec. 5).

Layers are numbered from the data: layer 0 is next to x. The widths of an encoder and of its decoder are the same
numbers in the same order.
"""

import flax.linen as nn
import jax.numpy as jnp

from ganjax.errors import UserError
from ganjax.networks import mlp


def _check_layers(latent_dims, hidden) -> None:
    """Raises UserError where there are not as many widths as hidden layers."""
    if not latent_dims or len(latent_dims) != len(hidden):
        raise UserError(
            f"config.networks: latent_dims {tuple(latent_dims)} needs the hidden widths of {len(latent_dims)} "
            f"stochastic layers, one or more, not of {len(hidden)}"
        )


class Encoder(nn.Module):
    """q(h_0 | x), q(h_1 | h_0), ...: each layer is an MLP to a mean and a log variance.

    latent_dims: width of each stochastic layer. hidden: the hidden widths of the MLP below each.
    input_scale, input_shift: the first MLP sees input_scale * (x + input_shift).
    """

    latent_dims: tuple[int, ...] = (100, 50)
    hidden: tuple[tuple[int, ...], ...] = ((200, 200), (100, 100))
    activation: str = "tanh"
    input_scale: float = 1.0
    input_shift: float = 0.0

    def setup(self):
        _check_layers(self.latent_dims, self.hidden)
        pairs = zip(self.latent_dims, self.hidden, strict=True)
        inputs = [(self.input_scale, self.input_shift)] + [(1.0, 0.0)] * (len(self.hidden) - 1)
        self.layers = [
            mlp.Encoder(width, tuple(hidden), self.activation, *scaled)
            for (width, hidden), scaled in zip(pairs, inputs, strict=True)
        ]

    def layer(self, below, index: int, *, train: bool = False):
        """x, or h_(index - 1) [B, ...] -> mean and log variance of h_index, [B, latent_dims[index]] each."""
        return self.layers[index](below, train=train)

    def __call__(self, x, *, train: bool = False):
        for layer in self.layers:
            codes = layer(x, train=train)
            x = codes[0]
        return codes


class Generator(nn.Module):
    """p(x | h_0), p(h_0 | h_1), ..., with hidden layers in the order of the encoder's; the top prior is N(0, I).

    latent_dims: width of each stochastic layer. hidden: the hidden widths of the MLP below each, from its latents.
    """

    latent_dims: tuple[int, ...] = (100, 50)
    x_shape: tuple[int, ...] = (28, 28, 1)
    hidden: tuple[tuple[int, ...], ...] = ((200, 200), (100, 100))
    activation: str = "tanh"
    output: str = "identity"

    @property
    def latent_dim(self) -> int:
        """Of the layer that x is decoded from."""
        return self.latent_dims[0]

    def setup(self):
        _check_layers(self.latent_dims, self.hidden)
        below, *above = self.hidden
        self.decoder = mlp.Generator(self.latent_dim, self.x_shape, tuple(below), self.activation, self.output)
        pairs = zip(self.latent_dims[:-1], above, strict=True)
        self.layers = [mlp.Encoder(width, tuple(hidden), self.activation) for width, hidden in pairs]

    def layer(self, above, index: int, *, train: bool = False):
        """h_(index + 1) [B, d] -> mean and log variance of h_index, [B, latent_dims[index]] each."""
        return self.layers[index](above, train=train)

    def __call__(self, latent, *, train: bool = False):
        if self.is_initializing():  # the layers above have their parameters too
            for layer, width in zip(self.layers, self.latent_dims[1:], strict=True):
                layer(jnp.zeros((1, width)), train=train)
        return self.decoder(latent, train=train)
