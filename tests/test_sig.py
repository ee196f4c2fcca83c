"""The semi-implicit bound: its matrices, its blocks, its memory, and what it falls to."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from ganjax.losses.likelihood import normal_log_matrix, poisson_log_matrix, semi_implicit_bound


def normal_bound(x, theta, variance, block=None):
    return semi_implicit_bound(x, theta, lambda x, t: normal_log_matrix(x, t, variance), block).mean()


def test_log_matrices_are_scipy(x64):
    rng = np.random.default_rng(1)
    x, theta = rng.normal(size=(4, 2, 3)) + 100, rng.normal(size=(5, 2, 3)) + 100
    expected = stats.norm.logpdf(x[:, None], theta[None], np.sqrt(0.3)).sum((2, 3))
    np.testing.assert_allclose(normal_log_matrix(jnp.array(x), jnp.array(theta), 0.3), expected, rtol=1e-9)
    counts, rates = rng.poisson(3.0, (4, 2)).astype(float), rng.gamma(2.0, size=(5, 2))
    expected = stats.poisson.logpmf(counts[:, None], rates[None]).sum(2)
    np.testing.assert_allclose(poisson_log_matrix(jnp.array(counts), jnp.array(rates)), expected, rtol=1e-9)


def test_blocks_of_the_semi_implicit_bound_are_the_whole(x64):
    keys = jax.random.split(jax.random.key(2))
    x, theta = jax.random.normal(keys[0], (5, 3)), jax.random.normal(keys[1], (12, 3))

    def bound(x, theta, block):
        return semi_implicit_bound(x, theta, lambda x, t: normal_log_matrix(x, t, 0.2), block).mean()

    whole = jax.value_and_grad(bound, (0, 1))(x, theta, 12)
    for block in (None, 1, 4):
        for a, b in zip(
            jax.tree.leaves(whole), jax.tree.leaves(jax.value_and_grad(bound, (0, 1))(x, theta, block)), strict=True
        ):
            np.testing.assert_allclose(a, b, rtol=1e-10)
    with pytest.raises(ValueError, match="do not divide"):
        bound(x, theta, 5)


def test_ten_thousand_images_need_no_square_array_of_images():
    n, d = 10_000, 3072
    shapes = [jax.ShapeDtypeStruct((n, d), jnp.float32)] * 2

    def bound(x, theta):
        return normal_bound(x, theta, 0.2)

    compiled = jax.jit(jax.value_and_grad(bound, 1)).lower(*shapes).compile()
    # The images alone are 123 MB each, an n x n matrix 400 MB; n x n x d would be 1.2 TB.
    assert compiled.memory_analysis().temp_size_in_bytes < 2**30


def test_the_bound_falls_with_m_to_the_cross_entropy(x64):
    """Yin & Zhou 2018, Lemma 1: theta ~ N(0, 1), x | theta ~ N(theta, s²), so that p(x) = N(0, 1 + s²)."""
    s, n, trials = 0.5, 2_000, 20
    keys = jax.random.split(jax.random.key(3), 2 * trials)
    means = []
    for m in (1, 2, 5, 20, 200):
        values = []
        for i in range(trials):
            x = np.sqrt(1 + s**2) * jax.random.normal(keys[2 * i], (n, 1))
            theta = jax.random.normal(keys[2 * i + 1], (m, 1))
            values.append(float(semi_implicit_bound(x, theta, lambda x, t: normal_log_matrix(x, t, s**2)).mean()))
        means.append((np.mean(values), np.std(values) / np.sqrt(trials)))
    limit = 0.5 * np.log(2 * np.pi * np.e * (1 + s**2))
    assert all(a > b for (a, _), (b, _) in zip(means, means[1:], strict=False))
    # At M = 1 it is closed-form too: E (x - theta)² = 2 + s².
    first = 0.5 * np.log(2 * np.pi * s**2) + (2 + s**2) / (2 * s**2)
    assert abs(means[0][0] - first) < 4 * means[0][1]
    assert limit - 3 * means[-1][1] < means[-1][0] < limit + 0.05
