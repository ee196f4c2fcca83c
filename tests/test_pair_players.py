"""Games over pairs where the samples are one point: which way every player goes, how far, and by which optimiser."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax

from ganjax.losses import adversarial
from ganjax.methods.ali import ali
from ganjax.methods.veegan import veegan
from tests.players import Point, to_float64

U, V, B, C, THETA = 0.7, -0.2, 0.3, -0.5, 2.0


class Code(nn.Module):
    """F(x) = b x, with variance exp(c), x [B, latent_dim]."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, x, *, train=True):
        b, c = (self.param(name, nn.initializers.constant(v), ()) for name, v in (("b", B), ("c", C)))
        return b * x, jnp.zeros_like(x) + c


class Sum(nn.Module):
    """D(x, z) = u sum x + v sum z."""

    @nn.compact
    def __call__(self, x, latent, *, train=True):
        u, v = (self.param(name, nn.initializers.constant(w), ()) for name, w in (("u", U), ("v", V)))
        return u * x.sum(-1) + v * latent.sum(-1)


def one_step(make, d, *rates, **options):
    """The data's mean, and the parameters after a step on [6, d]; rates of generator, encoder, discriminator."""
    names = ("generator_tx", "encoder_tx", "discriminator_tx")
    txs = dict(zip(names, map(optax.sgd, rates), strict=True))
    method = make(Point(d, THETA), Code(d), Sum(), **txs, **options)
    x = jax.random.normal(jax.random.key(5), (6, d)) + 1.0
    state = to_float64(jax.jit(method.init)(jax.random.key(0), {"x": x}))
    after, _ = jax.jit(method.step)(jax.random.key(1), state, {"x": x})
    return float(x.mean()), after.params


def test_every_player_has_its_loss_and_its_optimiser(x64):
    """ALI with Wasserstein's losses: D climbs D(x, E(x)) - D(G(0), 0), then G and E descend it."""
    mean, after = one_step(ali, 1, 0.1, 0.2, 0.4, loss=adversarial.wasserstein)
    u, v = after["discriminator"]["u"], after["discriminator"]["v"]
    np.testing.assert_allclose(u, U + 0.4 * (mean - THETA), rtol=1e-12)
    np.testing.assert_allclose(after["generator"]["theta"], [THETA + 0.1 * u], rtol=1e-12)
    np.testing.assert_allclose(after["encoder"]["b"], B - 0.2 * v * mean, rtol=1e-12)


def test_veegans_error_is_a_latent_coordinates_and_weighted(x64):
    """weight / d sum (z - F(G(z)))² / 2 s², at z = 0: its slope in b is weight b theta² / s² for any d."""
    _, after = one_step(veegan, 2, 0.1, 0.2, 0.0, reconstruction_weight=3.0)
    variance = np.exp(C)
    np.testing.assert_allclose(after["encoder"]["b"], B - 0.2 * 3 * B * THETA**2 / variance, rtol=1e-12)
    theta = THETA + 0.1 * (U - 3 * B**2 * THETA / variance / 2)
    np.testing.assert_allclose(after["generator"]["theta"], [theta, theta], rtol=1e-12)
