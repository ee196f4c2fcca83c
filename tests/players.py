"""Players of one number each, whose steps have closed forms, and what goes with them."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np


class Point(nn.Module):
    """G(z) = theta + z, with latents that are all 0: every sample is theta."""

    latent_dim: int = 1
    start: float = 0.25

    @nn.nowrap
    def prior(self, key, shape):
        return jnp.zeros(shape)

    @nn.compact
    def __call__(self, latent, label=None, *, train=True):
        return latent + self.param("theta", nn.initializers.constant(self.start), (self.latent_dim,))


class Line(nn.Module):
    """D(x) = w x, x [B, 1] being its own feature."""

    start: float = 0.6

    def setup(self):
        self.w = self.param("w", nn.initializers.constant(self.start), ())

    def features(self, x, *, train=True):
        return x

    def head(self, features):
        return self.w * features[:, 0]

    def __call__(self, x, *, train=True):
        return self.head(self.features(x, train=train))


def descend(gradient, slopes, w, momentum, rate, steps, decay):
    """`steps` of gradient descent with momentum in w, and how its end depends on theta.

    Args:
      gradient: w -> df/dw. slopes: w -> (d²f/dw², d²f/dw dtheta).
      w, momentum: where it begins, neither of them a function of theta. decay: of the momentum.

    Returns:
      (w, momentum, dw/dtheta) at the end.
    """
    dw = dm = 0.0
    for _ in range(steps):
        curvature, across = slopes(w)
        momentum, dm = gradient(w) + decay * momentum, curvature * dw + across + decay * dm
        w, dw = w - rate * momentum, dw - rate * dm
    return w, momentum, dw


def to_float64(state):
    """A state whose floats are of 64 bits."""
    return jax.tree.map(lambda v: v.astype(float) if v.dtype == jnp.float32 else v, state)


def only(tree):
    """The one number that a pytree, or an optimiser's state, holds."""
    (leaf,) = (np.asarray(v) for v in jax.tree.leaves(tree) if np.issubdtype(v.dtype, np.floating))
    return float(leaf.reshape(()))
