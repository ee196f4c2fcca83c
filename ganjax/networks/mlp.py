"""Multilayer perceptrons, for the mixtures and wherever an image is small enough to be a vector.

The defaults are the two tanh layers of 128 that Unrolled GAN (Metz et al. 2017) and LBT-GAN use on the ring.
"""

from collections.abc import Callable
from functools import partial
from math import prod

import flax.linen as nn
import jax
import jax.numpy as jnp

from ganjax.dropout import dropped, drops
from ganjax.errors import UserError
from ganjax.networks import activations
from ganjax.networks.layers import Dense, code, condition
from ganjax.networks.spectral import SpectralNorm


def function(name: str) -> Callable:
    """The function called `name` in flax.linen or jax.numpy ("tanh", "leaky_relu", ...), or in `activations`."""
    for module in (activations, nn, jax.nn, jnp):  # jax.nn has "identity", which in jax.numpy is a matrix
        if hasattr(module, name):
            return getattr(module, name)
    raise UserError(f"there is no activation {name!r} in flax.linen or jax.numpy")


class Generator(nn.Module):
    """latent [B, latent_dim] (and label [B] or [B, c]) -> [B, *x_shape]; also a VAE's decoder.

    output: "identity", "tanh" for images, "sigmoid" for probabilities, "softplus" for rates.
    noise: the latents' prior, "normal", "uniform" (on [-1, 1]) or "unit_uniform" (on [0, 1]).
    input_scale: a factor on the latents.
    """

    latent_dim: int
    x_shape: tuple[int, ...]
    hidden: tuple[int, ...] = (128, 128)
    activation: str = "tanh"
    output: str = "identity"
    n_classes: int = 0
    noise: str = "normal"
    input_scale: float = 1.0

    @nn.nowrap
    def prior(self, key, shape):
        """One latent of `shape`."""
        draws: dict[str, Callable] = {
            "normal": jax.random.normal,
            "uniform": partial(jax.random.uniform, minval=-1.0, maxval=1.0),
            "unit_uniform": jax.random.uniform,
        }
        if self.noise not in draws:
            raise UserError(f"the noise of the latents is one of {', '.join(draws)}, not {self.noise!r}")
        return draws[self.noise](key, shape)

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool = False):
        x = condition(self.input_scale * latent, label, self.n_classes)
        for width in self.hidden:
            x = function(self.activation)(Dense(width)(x))
        x = function(self.output)(Dense(prod(self.x_shape), rounded=False)(x))
        return x.reshape(len(x), *self.x_shape)


class Discriminator(nn.Module):
    """[B, ...] -> logits [B]; features are the last hidden layer.

    input_scale: a factor on x. Where the structure of the data is much finer than 1 (the grid's spacing is
    .2), a net with unit-scale inputs cannot see it for a long time. dropout: the share of every hidden layer's units
    that is dropped, by masks of `keys` [B], which a game gives where it trains or asks this discriminator; without
    keys (within another network, or where a term asks) nothing is.
    spectral_norm: of every layer (Miyato et al. 2018).
    """

    hidden: tuple[int, ...] = (128, 128)
    activation: str = "tanh"
    input_scale: float = 1.0
    dropout: float = 0.0
    spectral_norm: bool = False
    axis_name: str | None = None

    def setup(self):
        self.layers = [Dense(width) for width in self.hidden]
        self.logit = Dense(1)
        if self.spectral_norm:
            self.norms = [SpectralNorm(layer) for layer in (*self.layers, self.logit)]

    def _layer(self, index, x):
        """The layer of that number, the head being the last."""
        return (self.norms if self.spectral_norm else (*self.layers, self.logit))[index](x)

    def features(self, x, *, train: bool = False, keys=None):
        """x [B, ...] -> [B, hidden[-1]], the last hidden layer; with `keys` [B] its layers drop units."""
        x = self.input_scale * x.reshape(len(x), -1)
        for index in range(len(self.hidden)):
            x = function(self.activation)(self._layer(index, x))
            if keys is not None and drops(self):
                x = dropped(x, jax.vmap(lambda key, index=index: jax.random.fold_in(key, index))(keys), self.dropout)
        return x

    def head(self, features):
        """features [B, d] -> logits [B]."""
        return self._layer(len(self.hidden), features)[..., 0]

    def __call__(self, x, *, train: bool = False):
        return self.head(self.features(x, train=train))


class Encoder(nn.Module):
    """[B, ...] -> mean and log variance of the latent, [B, latent_dim] each.

    input_scale, input_shift: the network sees input_scale * (x + input_shift); .5 and 1 make pixels 0 to 1.
    deterministic: the latent alone, which is what Reg-GAN and MDGAN encode to.
    """

    latent_dim: int
    hidden: tuple[int, ...] = (128, 128)
    activation: str = "tanh"
    input_scale: float = 1.0
    input_shift: float = 0.0
    deterministic: bool = False

    @nn.compact
    def __call__(self, x, *, train: bool = False):
        x = self.input_scale * (x.reshape(len(x), -1) + self.input_shift)
        for width in self.hidden:
            x = function(self.activation)(Dense(width)(x))
        return code(x, self.latent_dim, self.deterministic)


class Velocity(nn.Module):
    """(x [B, ...], time [B]) -> a velocity [B, ...]; `input_scale` is a factor on x alone."""

    x_shape: tuple[int, ...]
    hidden: tuple[int, ...] = (128, 128)
    activation: str = "tanh"
    input_scale: float = 1.0

    @nn.compact
    def __call__(self, x, time, *, train: bool = False):
        h = jnp.concatenate([self.input_scale * x.reshape(len(x), -1), time[:, None].astype(x.dtype)], -1)
        for width in self.hidden:
            h = function(self.activation)(Dense(width)(h))
        return Dense(prod(self.x_shape))(h).reshape(x.shape)
