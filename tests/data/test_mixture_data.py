"""Gaussian mixtures: moments, proportions, and where the centres lie."""

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data import mixtures


# The noisy ring is a mixture of infinitely many: tests/test_sig.py.
@pytest.mark.parametrize("name", sorted({*mixtures.__all__} - {"noisy_ring"}))
def test_moments_and_proportions(name):
    dataset = data.load({"name": name})
    means, weights = dataset.info["means"], dataset.info["weights"]
    n = 100_000
    x = np.asarray(dataset.sample(jax.random.key(0), n)["x"])
    assert x.shape == (n, *dataset.x_shape) and x.dtype == np.float32
    mean = weights @ means
    between = np.einsum("k,ki,kj->ij", weights, means - mean, means - mean)
    within = (weights * np.square(np.broadcast_to(dataset.info["std"], len(means)))).sum()
    variance = between + within * np.eye(means.shape[1])
    scale = np.sqrt(np.diag(variance))
    np.testing.assert_allclose(x.mean(0), mean, atol=0.02 * scale.max())
    np.testing.assert_allclose(np.atleast_2d(np.cov(x.T)), variance, atol=0.02 * scale.max() ** 2)


@pytest.mark.parametrize("name", ["ring", "grid", "grid25", "uneven_grid25", "six_gaussians"])
def test_mode_shares(name):
    info = data.load({"name": name}).info
    n = 50_000
    x = np.asarray(data.load({"name": name}).sample(jax.random.key(1), n)["x"])
    distance = np.linalg.norm(x[:, None] - info["means"], axis=-1)
    nearest = distance.argmin(1)
    # Five binomial standard deviations for each of up to 100 modes.
    bound = 5 * np.sqrt(info["weights"] * n)
    assert (np.abs(np.bincount(nearest, minlength=len(info["means"])) - info["weights"] * n) < bound).all()
    residual = (x - info["means"][nearest]) / info["std"]
    np.testing.assert_allclose(residual.std(0), 1, atol=0.02)
    np.testing.assert_allclose((distance.min(1) < 3 * info["std"]).mean(), 1 - np.exp(-4.5), atol=0.003)


def test_circles_leave_out_the_end_point():
    ring, six = mixtures.ring().info["means"], mixtures.six_gaussians().info["means"]
    for means, radius in ((ring, 1), (six, 5)):
        np.testing.assert_allclose(np.linalg.norm(means, axis=1), radius, rtol=1e-6)
        np.testing.assert_allclose(means.sum(0), 0, atol=1e-5)
        assert len(np.unique(means.round(3), axis=0)) == len(means)
    assert len(ring) == 8 and len(six) == 6


def test_squares_have_the_papers_spacing():
    for dataset, side, spacing, std in ((mixtures.grid(), 10, 0.2, 0.01), (mixtures.grid25(), 5, 2, 0.05)):
        ticks = np.unique(dataset.info["means"][:, 0].round(4))
        assert len(dataset.info["means"]) == side**2 and len(ticks) == side
        np.testing.assert_allclose(np.diff(ticks), spacing, rtol=1e-4)
        assert dataset.info["std"] == std


def test_uneven_columns():
    info = mixtures.uneven_grid25().info
    columns = [info["weights"][np.isclose(info["means"][:, 0], c)].sum() for c in (-4, -2, 0, 2, 4)]
    np.testing.assert_allclose(columns, np.array([2, 1, 2, 1, 2]) / 8)


def test_bimodal_has_a_std_for_each_component():
    info = mixtures.bimodal().info
    np.testing.assert_allclose(info["std"] ** 2, [0.5, 1.0], rtol=1e-6)


def test_sample_is_a_pure_function_of_the_key_and_goes_through_jit():
    sample = mixtures.grid25().sample
    draw = jax.jit(lambda sample, key: sample(key, 64)["x"])
    key = jax.random.key(3)
    np.testing.assert_array_equal(draw(sample, key), draw(sample, key))
    np.testing.assert_allclose(draw(sample, key), sample(key, 64)["x"], rtol=1e-6)
    assert not np.array_equal(draw(sample, key), draw(sample, jax.random.key(4)))
    # The arrays are arguments: another mixture of the same size needs no new compilation.
    draw(mixtures.uneven_grid25().sample, key)
    assert draw._cache_size() == 1


def test_an_example_does_not_depend_on_how_many_are_drawn():
    sample = mixtures.ring().sample
    few, many = sample(jax.random.key(0), 8)["x"], sample(jax.random.key(0), 32)["x"]
    np.testing.assert_allclose(few, many[:8], rtol=1e-6)
