"""MMD-GAN: the estimate against the double loop and against two Gaussians, and a step on players of one number."""

from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.losses.mmd import BANDWIDTHS, mmd_losses, rbf_mixture
from ganjax.methods.mmd_gan import mmd_gan
from ganjax.parallel import value_and_pgrad
from tests import tiny_configs
from tests.players import THETA, B, Code, Point, only, to_float64

C, RATE, ETA, WEIGHT = 1.2, 0.05, 0.3, 0.7


def double_loop(x, y, bandwidths):
    """The unbiased estimate of MMD² of x and y [n, d] (Gretton et al. 2012, Eq. 3)."""

    def kernel(a, b):
        return sum(np.exp(-np.square(a - b).sum() / (2 * s**2)) for s in bandwidths)

    n, total = len(x), 0.0
    for i in range(n):
        for j in range(n):
            if i != j:
                total += (kernel(x[i], x[j]) + kernel(y[i], y[j])) / (n * (n - 1))
            total -= 2 * kernel(x[i], y[j]) / n**2
    return total


def test_the_estimate_is_the_double_loop(x64):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(7, 3)), 2 * rng.normal(size=(7, 3)) + 1
    for bandwidths in (BANDWIDTHS, (0.5,)):
        losses = mmd_losses(jnp.array(x), jnp.array(y), partial(rbf_mixture, bandwidths=bandwidths))
        assert losses.shape == (7,)
        np.testing.assert_allclose(losses.mean(), double_loop(x, y, bandwidths), rtol=1e-9)
    same = mmd_losses(jnp.array(x), jnp.array(x)).mean()
    np.testing.assert_allclose(same, double_loop(x, x, BANDWIDTHS), rtol=1e-9)
    assert same < 0
    gradient = jax.grad(lambda y: mmd_losses(jnp.array(x), y).mean())(jnp.array(y))
    step = 1e-5 * np.eye(21)[4].reshape(7, 3)
    difference = (double_loop(x, y + step, BANDWIDTHS) - double_loop(x, y - step, BANDWIDTHS)) / 2e-5
    np.testing.assert_allclose(gradient[1, 1], difference, rtol=1e-6)
    gradient = jax.grad(lambda x: mmd_losses(x, jnp.array(y)).mean())(jnp.array(x))
    difference = (double_loop(x + step, y, BANDWIDTHS) - double_loop(x - step, y, BANDWIDTHS)) / 2e-5
    np.testing.assert_allclose(gradient[1, 1], difference, rtol=1e-6)


def test_of_two_gaussians_it_is_the_closed_form(x64):
    """E k(x, y) = s / sqrt(s² + v + w) exp(-m² / 2 (s² + v + w)), of normals with variances v and w, m apart."""
    n, mean, std = 3_000, 1.5, 2.0
    x, noise = jax.random.normal(jax.random.key(0), (2, n, 1))
    estimate, y = jax.jit(mmd_losses), mean + std * noise
    losses = (estimate(x, y) + estimate(y, x)) / 2

    def expected(total, apart):
        return sum(s / np.sqrt(s**2 + total) * np.exp(-(apart**2) / (2 * (s**2 + total))) for s in BANDWIDTHS)

    exact = expected(2, 0) + expected(2 * std**2, 0) - 2 * expected(1 + std**2, mean)
    assert exact > 0.1
    # A U-statistic's variance is four times that of one row, over n.
    np.testing.assert_allclose(losses.mean(), exact, atol=5 * 2 * losses.std() / np.sqrt(n))


@pytest.mark.parametrize("n_devices", [1, 2])
def test_features_far_from_the_origin_keep_their_digits(n_devices):
    """In float32; the gradient too, and where each device has some of the features."""
    x, y = np.random.default_rng(0).integers(-128, 128, (2, 40, 3)) / np.array([64, 48])[:, None, None]
    y = np.round(64 * y) / 64  # exact in float32 also beside 1,000

    def estimate(offset, x, y, axis_name=None):
        def loss(scale):
            return mmd_losses(scale * x + offset, y / scale + offset, axis_name=axis_name).mean(), None

        (value, _), gradient = value_and_pgrad(loss, axis_name)(jnp.ones(3))
        return value, gradient

    def of(offset):
        if n_devices == 1:
            return jax.jit(estimate)(offset, *map(jnp.float32, (x, y)))
        each = jax.pmap(partial(estimate, offset, axis_name="i"), "i", devices=jax.devices()[:2])
        return jax.tree.map(lambda v: v[0], each(*(jnp.float32(v).reshape(2, 20, 3) for v in (x, y))))

    (near, near_slope), (far, far_slope) = of(0.0), of(1000.0)
    np.testing.assert_allclose([near, far], double_loop(x, y, BANDWIDTHS), rtol=2e-3)

    def moved(axis, step):
        scale = 1 + step * np.eye(3)[axis]
        return double_loop(scale * x, y / scale, BANDWIDTHS)

    slope = [(moved(axis, 1e-4) - moved(axis, -1e-4)) / 2e-4 for axis in range(3)]
    np.testing.assert_allclose([near_slope, far_slope], [slope] * 2, rtol=2e-3)


class Decode(nn.Module):
    """D(h) = c h."""

    latent_dim: int = 1

    @nn.compact
    def __call__(self, h, *, train=True):
        return self.param("c", nn.initializers.constant(C), ()) * h


def test_a_step_is_the_closed_form(x64):
    """E and D climb MMD² less the reconstruction's error, on a batch each; then theta descends MMD² on the last."""
    rates = dict(generator_tx=optax.sgd(ETA), critic_tx=optax.sgd(RATE))
    method = mmd_gan(Point(), Code(), Decode(), reconstruction_weight=WEIGHT, critic_steps=2, **rates)
    x = np.array([[2.0, 1.0, -0.5, 1.5], [0.3, 0.9, 1.1, -0.6]])
    batch = {"x": jnp.asarray(x)[..., None]}
    state = to_float64(method.init(jax.random.key(0), batch))
    state, metrics = jax.jit(method.step)(jax.random.key(1), state, batch)

    def mmd(b, theta, x):
        return double_loop(b * x[:, None], np.full((4, 1), b * theta), BANDWIDTHS)

    def critic_loss(b, c, x):
        error = np.mean((x - c * b * x) ** 2) + (THETA - c * b * THETA) ** 2
        return WEIGHT * error - mmd(b, THETA, x)

    def slope(function, at):
        return (function(at + 1e-5) - function(at - 1e-5)) / 2e-5

    b, c = B, C
    for row in x:
        b, c = (
            b - RATE * slope(lambda v, c=c, row=row: critic_loss(v, c, row), b),
            c - RATE * slope(lambda v, b=b, row=row: critic_loss(b, v, row), c),
        )
    theta = THETA - ETA * slope(lambda v: mmd(b, v, x[-1]), THETA)
    critic = state.params["critic"]
    np.testing.assert_allclose([only(critic["encoder"]), only(critic["decoder"])], [b, c], rtol=1e-8)
    assert only(state.params["generator"]) == pytest.approx(theta, rel=1e-8) and abs(theta - THETA) > 1e-3
    assert metrics["mmd"] == pytest.approx(mmd(b, THETA, x[-1]), rel=1e-8)


@pytest.mark.parametrize(
    ("where", "value", "match"),
    [
        ("networks.decoder.latent_dim", 4, "decoder.latent_dim is 4: it must be the encoder's, 3"),
        ("networks.encoder.deterministic", False, "deterministic must be True"),
        ("method.bandwidths", (1.0, 0.0), "positive numbers"),
        ("method.critic_steps", 0, "critic_steps must be at least 1"),
    ],
)
def test_mistakes_are_named(where, value, match):
    config = tiny_configs.mmd_gan()
    config.update_from_flattened_dict({where: value})
    with pytest.raises(UserError, match=match):
        build.method(config, build.dataset(config))
