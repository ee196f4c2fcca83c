"""The autoregressive density: it is one, its samples follow it, and what LBT's student may not see it does not."""

from functools import partial
from itertools import product

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from ganjax.errors import UserError
from ganjax.losses.likelihood import bernoulli_log_prob
from ganjax.methods.autoregressive import autoregressive, autoregressive_estimator
from ganjax.metrics import nll
from ganjax.networks import conditionals, made_bernoulli, pixelcnn
from ganjax.networks.made import Density


def with_random_weights(density, x, key):
    params = autoregressive_estimator(density).init(key, x)
    leaves, tree = jax.tree.flatten(params)
    keys = jax.random.split(key, len(leaves))
    return jax.tree.unflatten(
        tree, [v + 0.5 * jax.random.normal(k, v.shape) for v, k in zip(leaves, keys, strict=True)]
    )


@pytest.mark.parametrize("d", [1, 2, 5])
def test_a_coordinate_sees_only_those_before_it(d):
    density = Density((d,), hidden=(8, 8), components=3)
    x = jax.random.normal(jax.random.key(0), (1, d))
    params = with_random_weights(density, x, jax.random.key(1))

    def weights(x):
        return density.apply({"params": params}, x[None])[0][0].sum(-1) + jnp.sum(
            density.apply({"params": params}, x[None])[1][0] ** 2, -1
        )

    jacobian = np.asarray(jax.jacobian(weights)(x[0]))
    assert np.abs(np.triu(jacobian)).max() == 0
    if d > 1:
        assert (np.abs(jacobian[np.tril_indices(d, -1)]) > 0).all()


@pytest.mark.parametrize("components", [1, 2, 3])
def test_means_start_evenly_around_zero(components):
    density = Density((2,), hidden=(4,), components=components, spread=1.5, lattice=True)
    _, means, _ = density.init_with_output(jax.random.key(0), jnp.zeros((1, 2)))[0]
    np.testing.assert_allclose(means, -means[..., ::-1], atol=1e-6)
    assert components == 1 or means.max() == 1.5


@pytest.mark.parametrize("lattice", [False, True])
def test_it_is_a_normalised_density_and_samples_follow_it(lattice, x64):
    """By quadrature over a square that holds its mass, and by the mean log-density of its samples."""
    density = Density((2,), hidden=(8,), components=4, spread=1.0, lattice=lattice, scales=(0.1, 0.5))
    method = autoregressive(density, tx=optax.sgd(0.1))
    params = with_random_weights(density, jnp.zeros((1, 2)), jax.random.key(2))
    state = method.init(jax.random.key(0), {"x": jnp.zeros((1, 2))})._replace(params={"estimator": params})
    axis = np.linspace(-7, 7, 401)
    grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    log_prob = np.asarray(method.log_prob(None, state, jnp.asarray(grid)))
    cell = (axis[1] - axis[0]) ** 2
    np.testing.assert_allclose(np.exp(log_prob).sum() * cell, 1.0, atol=1e-4)
    negative_entropy = (np.exp(log_prob) * log_prob).sum() * cell
    samples = jax.jit(method.sample, static_argnums=2)(jax.random.key(3), state, 20_000)
    of_samples = np.asarray(method.log_prob(None, state, samples))
    assert abs(of_samples.mean() - negative_entropy) < 4 * of_samples.std() / np.sqrt(len(of_samples))


def test_one_coordinate_is_a_plain_mixture(x64):
    density = Density((1,), hidden=(4,), components=3, scales=(0.05, 2.0))
    estimator = autoregressive_estimator(density)
    x = jnp.linspace(-2, 2, 7)[:, None]
    params = with_random_weights(density, x, jax.random.key(4))
    log_weights, means, log_scales = (np.asarray(v)[:, 0] for v in density.apply({"params": params}, x))
    scales = np.exp(log_scales)
    each = np.exp(log_weights - 0.5 * ((np.asarray(x) - means) / scales) ** 2) / scales / np.sqrt(2 * np.pi)
    np.testing.assert_allclose(estimator.log_prob(params, None, x), np.log(each.sum(1)), rtol=1e-9)
    assert (scales > 0.05).all() and (scales < 2).all()
    np.testing.assert_allclose(np.exp(log_weights).sum(1), 1)


IMAGES = {
    "made": lambda shape: made_bernoulli.Density(shape, hidden=(9, 40), activation="tanh"),
    "pixelcnn": lambda shape: pixelcnn.Density(shape, filters=(6, 6, 6), reach=1),
    "dilated": lambda shape: pixelcnn.Density(shape, filters=(6, 6, 6, 6), reach=1, dilations=(1, 3, 2, 1)),
}


@pytest.mark.parametrize("name", IMAGES)
def test_a_pixel_sees_only_those_before_it(name):
    """Rows, then columns; a PixelCNN's channels share a place, a MADE's follow each other."""
    shape = (4, 4, 2)
    density = IMAGES[name](shape)
    x = jax.random.uniform(jax.random.key(0), (1, *shape), minval=-1)
    params = with_random_weights(density, x, jax.random.key(1))
    jacobian = jax.jacobian(lambda x: density.apply({"params": params}, x).logits[0])(x)
    depends = np.abs(np.asarray(jacobian).reshape(32, 32)) > 0
    place = np.arange(32) // (1 if name == "made" else 2)
    assert not depends[place[:, None] <= place[None]].any()
    # The last pixel's logits see all before them: with three layers a PixelCNN reaches every corner of 4x4.
    assert depends[-1][place < place[-1]].all()


@pytest.mark.parametrize("name", IMAGES)
def test_images_probabilities_sum_to_one_and_samples_follow_them(name, x64):
    density = IMAGES[name]((2, 2, 1))
    method = autoregressive(density, tx=optax.sgd(0.1))
    images = jnp.asarray(list(product((-1.0, 1.0), repeat=4))).reshape(16, 2, 2, 1)
    params = with_random_weights(density, images, jax.random.key(2))
    state = method.init(jax.random.key(0), {"x": images})._replace(params={"estimator": params})
    probability = np.exp(method.log_prob(None, state, images))
    np.testing.assert_allclose(probability.sum(), 1, rtol=1e-6)
    n = 20_000
    samples = np.asarray(jax.jit(method.sample, static_argnums=2)(jax.random.key(3), state, n)).reshape(n, 4)
    counts = np.bincount(((samples + 1) / 2 @ (8, 4, 2, 1)).astype(int), minlength=16)
    assert (np.abs(counts - n * probability) < 4.5 * np.sqrt(n * probability * (1 - probability)) + 1e-9).all()


def test_the_metric_nll_of_a_model_without_latents_is_exact():
    density = pixelcnn.Density((3, 2, 1), filters=(2,), reach=1)
    method = autoregressive(density, tx=optax.sgd(0.1))
    x = jnp.asarray(list(product([-1.0, 1.0], repeat=6))).reshape(-1, 3, 2, 1)
    state = method.init(jax.random.key(0), {"x": x})
    exact = method.log_prob(jax.random.key(1), state, x)
    found = nll.log_likelihoods(lambda key, x, n: method.log_weight(key, state, x, n), x, 4)
    np.testing.assert_allclose(found, exact, rtol=1e-6)


def test_grey_levels_score_as_a_vaes_do():
    x = jnp.asarray([[-1.0, 0.2, 1.0]])
    logits = jnp.asarray([[0.3, -2.0, 5.0]])
    np.testing.assert_allclose(
        conditionals.Bernoulli(logits).log_prob(x).sum(-1), bernoulli_log_prob((x + 1) / 2, logits), rtol=1e-6
    )


@pytest.mark.parametrize("shape, options, message", [
    ((2,), {}, "takes images"),
    ((4, 4, 1), {"dilations": (1,)}, "as many as filters"),
    ((4, 4, 1), {"dilations": (1, 0)}, "above 0"),
])  # fmt: skip
def test_a_pixelcnn_refuses_points_and_other_dilations(shape, options, message):
    with pytest.raises(UserError, match=message):
        pixelcnn.Density(shape, **options).init(jax.random.key(0), jnp.zeros((1, *shape)))


def test_interleaved_convolutions_are_dilated():
    x = jax.random.normal(jax.random.key(0), (2, 7, 5, 3))
    kernel = jax.random.normal(jax.random.key(1), (3, 3, 3, 4))
    numbers = ("NHWC", "HWIO", "NHWC")

    def convolution(x, **options):
        return jax.lax.conv_general_dilated(x, kernel, (1, 1), dimension_numbers=numbers, **options)

    expected = convolution(x, padding=((2, 2), (2, 2)), rhs_dilation=(2, 2))
    np.testing.assert_allclose(pixelcnn.interleaved(partial(convolution, padding="SAME"), x, 2), expected, rtol=1e-4)
