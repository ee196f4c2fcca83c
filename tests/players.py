"""Players of one number each, whose steps have closed forms, and what goes with them."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np

# Where the players below begin: b and c of E, theta of G, w of D, and the scale of D's feature.
B, C, THETA, W, SCALE = 0.3, -0.5, 0.25, 0.6, 1.5


class Point(nn.Module):
    """G(z) = theta + z, with latents that are all 0: every sample is theta."""

    latent_dim: int = 1
    start: float = THETA

    @nn.nowrap
    def prior(self, key, shape):
        return jnp.zeros(shape)

    @nn.compact
    def __call__(self, latent, label=None, *, train=True):
        return latent + self.param("theta", nn.initializers.constant(self.start), (self.latent_dim,))


class Line(nn.Module):
    """D(x) = w x, x [B, 1] being its own feature."""

    start: float = W

    def setup(self):
        self.w = self.param("w", nn.initializers.constant(self.start), ())

    def features(self, x, *, train=True):
        return x

    def head(self, features):
        return self.w * features[:, 0]

    def __call__(self, x, *, train=True):
        return self.head(self.features(x, train=train))


class Scaled(Line):
    """D(x) = w SCALE x, SCALE x being its feature."""

    def features(self, x, *, train=True):
        return SCALE * x


class Code(nn.Module):
    """E(x) = b x; with a variance, exp(c)."""

    latent_dim: int = 1
    deterministic: bool = True

    @nn.compact
    def __call__(self, x, *, train=True):
        b = self.param("b", nn.initializers.constant(B), ())
        if self.deterministic:
            return b * x
        return b * x, jnp.zeros_like(x) + self.param("c", nn.initializers.constant(C), ())


def sigmoid(logit):
    return 1 / (1 + np.exp(-logit))


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


def one_step(method, batch):
    """(state, metrics) after one step in float64 from the parameters at which the players begin."""
    state = to_float64(method.init(jax.random.key(0), batch))
    return jax.jit(method.step)(jax.random.key(1), state, batch)
