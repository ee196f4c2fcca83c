"""A GAN's step where it has a closed form, and the latents that it draws."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax import terms
from ganjax.errors import UserError
from ganjax.losses import adversarial
from ganjax.methods.common import draw_latent
from ganjax.methods.gan import gan
from ganjax.networks import mlp
from ganjax.types import Term
from tests.players import Line, Point, only, to_float64

RATE, ETA, A, B, GAMMA = 0.05, 0.7, 0.4, -0.3, 0.8
X = np.array([[2.0, 1.0, -0.5, 1.5], [0.3, 0.9, 1.1, -0.6]])


def term(name, losses):
    """One that owns nothing; losses: (context, step) -> [B]."""
    return Term(lambda *_: ({}, {}), lambda p, s, key, step, context: (losses(context, step), {}, {}), name=name)


def test_a_step_with_terms_is_the_closed_form(x64):
    """Samples theta against D(x) = w x, least squares: two critic steps, each on its own batch, then G's on the last.

    A term of D says a (1 + t) D(x) of the real examples, one of G b (1 + t) mean(x) D(G(z)) of the samples.
    """
    method = gan(
        Point(),
        Line(),
        generator_tx=optax.sgd(ETA),
        discriminator_tx=optax.sgd(RATE),
        critic_steps=2,
        loss=adversarial.least_squares,
        discriminator_terms=(term("d", lambda c, t: A * (1 + t) * c.real_logits),),
        generator_terms=(term("g", lambda c, t: B * (1 + t) * c.real.mean() * c.fake_logits),),
    )
    batch = {"x": jnp.asarray(X)[..., None]}
    state = to_float64(method.init(jax.random.key(0), batch))
    step = jax.jit(method.step)
    theta, w = 0.25, 0.6
    for t in range(2):
        state, _ = step(jax.random.key(t), state, batch)
        for x in X:
            w -= RATE * (np.mean(x * (w * x - 1)) + w * theta**2 + A * (1 + t) * x.mean())
        theta -= ETA * ((w * theta - 1) * w + B * (1 + t) * X[-1].mean() * w)
        assert only(state.params["discriminator"]) == pytest.approx(w, rel=1e-12)
        assert only(state.params["generator"]) == pytest.approx(theta, rel=1e-12)


def test_r3gans_step_is_the_closed_form(x64):
    """Samples theta against D(x) = w x, x paired with theta; R1 and R2 are GAMMA/2 w² each, whichever their x."""
    penalty = {"weight": GAMMA}
    method = gan(
        Point(),
        Line(),
        generator_tx=optax.sgd(ETA),
        discriminator_tx=optax.sgd(RATE),
        loss=adversarial.relativistic,
        discriminator_terms=terms.make({"discriminator": {"r1": penalty, "r2": penalty}}, "discriminator"),
    )
    x, theta, w = X[0], 0.25, 0.6
    state = to_float64(method.init(jax.random.key(0), {"x": jnp.asarray(x)[:, None]}))
    state, metrics = jax.jit(method.step)(jax.random.key(1), state, {"x": jnp.asarray(x)[:, None]})

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    gap = x - theta
    w -= RATE * (2 * GAMMA * w - np.mean(gap * sigmoid(-w * gap)))  # D: mean softplus(-w gap) + GAMMA w²
    theta += ETA * np.mean(w * sigmoid(w * gap))  # G: mean softplus(w gap)
    assert only(state.params["discriminator"]) == pytest.approx(w, rel=1e-12)
    assert only(state.params["generator"]) == pytest.approx(theta, rel=1e-12)
    np.testing.assert_allclose([metrics[f"{r}/squared_slope"] for r in ("r1", "r2")], 0.36, rtol=1e-12)


def test_latents_are_the_priors():
    uniform = np.asarray(draw_latent(mlp.Generator(3, (2,), noise="uniform"), jax.random.key(0), 3_000))
    assert uniform.shape == (3_000, 3) and np.abs(uniform).max() <= 1
    np.testing.assert_allclose(uniform.var(0), 1 / 3, rtol=0.1)
    assert not np.asarray(draw_latent(Point(), jax.random.key(0), 5)).any()


class Plain(nn.Module):
    """Neither a generator nor a discriminator: logits alone."""

    @nn.compact
    def __call__(self, x, *, train=True):
        return nn.Dense(1)(x)[..., 0]


@pytest.mark.parametrize(
    "players, lack",
    [
        ((Plain(), mlp.Discriminator()), "the generator Plain has no latent_dim"),
        ((mlp.Generator(3, (2,)), Plain()), "the discriminator Plain has no features"),
    ],
)
def test_a_network_that_lacks_a_part_is_named(players, lack):
    with pytest.raises(UserError, match=f"{lack}.*docs/guides/network.md"):
        gan(*players, generator_tx=optax.adam(1e-3), discriminator_tx=optax.adam(1e-3))
