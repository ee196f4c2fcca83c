"""Stein directions against double loops, their noise against its covariance, and the laws that they sample."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import splice, stein
from ganjax.errors import UserError
from ganjax.parallel import example_normal

N, D, BANDWIDTH = 9, 3, 0.9


@pytest.fixture
def cloud():
    keys = jax.random.split(jax.random.key(0))
    return jax.random.normal(keys[0], (N, D)), jax.random.normal(keys[1], (N, D))


def double_loop(x, s, weights, bandwidth=BANDWIDTH):
    """(phi, B, V, neighbours) as the paper writes them."""
    x, s = np.asarray(x, np.float64), np.asarray(s, np.float64)
    phi, mass, variance, count = np.zeros_like(x), np.zeros(len(x)), np.zeros_like(x), np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(x)):
            k = np.exp(-np.sum((x[j] - x[i]) ** 2) / bandwidth)
            phi[i] += weights[j] * (k * s[j] - 2 / bandwidth * (x[j] - x[i]) * k)
            if k > 1e-3:
                mass[i] += weights[j] * k
                variance[i] += (s[j] - s[i]) ** 2
                count[i] += 1
        variance[i] /= count[i]
    return phi, mass, variance, count


@pytest.mark.parametrize("block", [None, 2, N])
def test_directions_are_the_double_loop(cloud, block, x64):
    x, s = (v.astype(jnp.float64) * 1.0 for v in cloud)
    phi, mass, variance, count = double_loop(x, s, np.full(N, 1 / N))
    np.testing.assert_allclose(stein.svgd_direction(x, s, BANDWIDTH, block=block), phi, atol=1e-12)
    field = stein.stein_field(x, s, stein.rbf(BANDWIDTH), block=block)
    assert count.min() < N, "some pairs are no neighbours, or the truncation is not tested"
    for computed, expected in zip(field, (phi, mass, variance, count), strict=True):
        np.testing.assert_allclose(computed, expected, atol=1e-12)


@pytest.mark.parametrize("own", [False, True])
def test_the_spread_of_scores_does_not_depend_on_their_mean(own):
    """In float32, in which squares of scores around 100 have lost a spread of .01."""
    x, s = jax.random.normal(jax.random.key(0), (40, D)), 0.01 * jax.random.normal(jax.random.key(1), (40, D))
    fields = [
        stein.stein_field(x, s + offset, stein.rbf(BANDWIDTH), at=(x[:8], s[:8] + offset) if own else None)
        for offset in (0.0, 100.0)
    ]
    _, _, expected, _ = double_loop(x, s, np.full(40, 1 / 40))
    for field in fields:
        np.testing.assert_allclose(field.variance, expected[: len(field.variance)], rtol=0.1)


def test_blocks_have_the_dense_gradient(cloud, x64):
    x, s = (v.astype(jnp.float64) for v in cloud)

    def loss(x, s, block):
        return (stein.svgd_direction(x, s, BANDWIDTH, block=block) ** 2).sum()

    dense = jax.grad(loss, (0, 1))(x, s, None)
    blocks = jax.jit(jax.grad(loss, (0, 1)), static_argnums=2)(x, s, 4)
    for a, b in zip(dense, blocks, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-12)


def test_a_hundred_thousand_particles_need_no_square_array():
    """Forward and backward: what XLA would hold is far below n x n, 40 GB."""
    n = 100_000
    x = jax.ShapeDtypeStruct((n, 24), jnp.float32)
    loss = lambda x: (stein.svgd_direction(x, -x, 1.0) ** 2).sum()  # noqa: E731
    for function, limit in ((lambda x: stein.svgd_direction(x, -x, 1.0), 2**29), (jax.grad(loss), 2**30)):
        assert jax.jit(function).lower(x).compile().memory_analysis().temp_size_in_bytes < limit


def test_another_kernel_by_its_two_functions(cloud):
    """The linear kernel x.y: not stationary, and its direction is a matrix product."""
    x, s = cloud
    linear = stein.Kernel(lambda x, y: y @ x, lambda x, y, k, w: w.sum() * x, stationary=False)
    x = x + 3.0  # far from the origin, where it is another kernel than after centring
    expected = (x @ x.T) @ s / N + x
    np.testing.assert_allclose(stein.svgd_direction(x, s, linear), expected, atol=1e-5)
    with pytest.raises(UserError, match="stationary"):
        stein.lsvgd_update(jax.random.key(0), x, s, bandwidth=linear, noise="joint")


@pytest.mark.parametrize("n", (1, 2, 3, 10, 4950))
def test_the_median_of_values(n, x64):
    for dtype in (jnp.float32, jnp.float64):
        values = jax.random.exponential(jax.random.key(n), (n,), dtype)
        for some in (values, jnp.round(values), jnp.zeros(n, dtype)):  # ties, too
            assert stein._median(some) == jnp.median(some)


def test_the_median_bandwidth():
    x = jnp.asarray([[0.0], [1.0], [3.0]])  # distances 1, 2 and 3
    np.testing.assert_allclose(stein.median_bandwidth(x), 4 / np.log(4), rtol=1e-6)
    phi = stein.svgd_direction(x, -x, "median")
    np.testing.assert_allclose(phi, stein.svgd_direction(x, -x, 4 / np.log(4)), rtol=1e-5)


def density_weights(x, sigma):
    """The paper's weights as two loops: variances floored, densities truncated, what is cut off spread evenly."""
    n = len(x)
    sigma = np.maximum(sigma, 0.01 * sigma.mean())
    density = np.zeros(n)
    for j in range(n):
        for i in range(n):
            density[j] += np.exp(-0.5 * np.sum((x[j] - x[i]) ** 2 / sigma[i])) / np.sqrt(np.prod(sigma[i]))
    share = density / density.sum()
    clipped = np.minimum(share, 1 / np.sqrt(n))
    return clipped + (1 - clipped.sum()) / n, share


@pytest.mark.parametrize(("strength", "temperature"), [(0.3, 1.0), (1.0, 0.05), (1.0, 10.0)])
def test_weights_are_the_density_of_the_noise_that_is_added(cloud, temperature, strength, x64):
    x, s = (np.asarray(v, np.float64) for v in cloud)
    s, delta, key = strength * s, 0.1, jax.random.key(0)
    _, mass, variance, _ = double_loop(x, s, np.full(N, 1 / N))
    sigma = temperature * np.maximum(delta * (2 * mass[:, None] - delta * variance), 0)
    assert (sigma == 0).any() == (strength == 1), "some are clipped, or none is"
    weights, share = density_weights(x, sigma)
    assert (share.max() > N**-0.5) == (strength == 1), "something is truncated, or nothing"
    phi, mass, variance, _ = double_loop(x, s, weights)
    sigma = temperature * np.maximum(delta * (2 * mass[:, None] - delta * variance), 0)
    expected = delta * phi + np.sqrt(sigma) * example_normal(key, N, (D,), None)
    options = dict(bandwidth=BANDWIDTH, step_size=delta, weights="paper", noise="independent")
    move, diagnostics = stein.lsvgd_move(key, x, s, temperature=temperature, **options)
    np.testing.assert_allclose(move, expected, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(diagnostics["effective_sample_size"], 1 / (weights**2).sum(), rtol=1e-6)


@pytest.mark.parametrize("n", [4, 9, 100])
def test_bounded_weights_are_those_of_sqrt_n_particles_at_least(n, x64):
    even, one = np.full(n, 1 / n), np.eye(1, n)[0]
    root = np.where(np.arange(n) < n**0.5, n**-0.5, 0)
    many = np.random.default_rng(n).dirichlet(np.full(n, 0.5 / n), 200)
    weights = np.stack([even, one, root, *many])
    bounded = np.asarray(jax.jit(jax.vmap(stein._bounded))(weights))
    np.testing.assert_allclose(bounded.sum(1), 1, rtol=1e-12)
    np.testing.assert_allclose(bounded[0], even, rtol=1e-12)
    size = 1 / (bounded**2).sum(1)
    assert (size >= n**0.5 - 1e-9).all() and (1 / (many**2).sum(1)).min() < 1.1
    np.testing.assert_allclose(size[2], n**0.5, rtol=1e-12)  # so that there is no better bound
    order = np.argsort(weights, 1)
    assert (np.diff(np.take_along_axis(bounded, order, 1)) >= -1e-15).all()


def test_clipped_variances_leave_many_particles_their_weight():
    """In 24 dimensions a particle whose noise is clipped has a density that is greater by many orders."""
    n = 100
    x, s = (jax.random.normal(jax.random.key(i), (n, 24)) for i in (0, 1))
    s = s.at[:3].multiply(30)  # the more the scores differ, the less noise
    options = dict(bandwidth=0.5, step_size=0.05, weights="paper", noise="independent", temperature=1e-4)
    x = jnp.concatenate([x[:50], x[:50] + 1e-2])  # each has a neighbour, or nothing differs
    _, diagnostics = stein.lsvgd_move(jax.random.key(2), x, s, **options)
    assert diagnostics["clipped_share"] > 0 and n**0.5 - 1e-3 <= diagnostics["effective_sample_size"] < n - 1


def test_weights_without_noise_are_uniform_to_the_bit(cloud):
    x, s = cloud
    options = dict(bandwidth=BANDWIDTH, step_size=0.1)
    plain, _ = stein.lsvgd_move(jax.random.key(0), x, s, weights="uniform", noise="none", **options)
    for noiseless in ({"noise": "none"}, {"noise": "none", "temperature": 0.5}):
        move, diagnostics = stein.lsvgd_move(jax.random.key(0), x, s, weights="paper", **noiseless, **options)
        np.testing.assert_array_equal(move, plain)
        assert diagnostics["effective_sample_size"] == N
    # Noise of temperature 0 is none, also where the temperature is traced.
    cold = jax.jit(lambda t: stein.lsvgd_move(jax.random.key(0), x, s, weights="paper", temperature=t, **options))
    move, diagnostics = cold(0.0)
    np.testing.assert_allclose(move, plain, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(diagnostics["effective_sample_size"], N, rtol=1e-5)


@pytest.mark.parametrize("noise", ["independent", "joint"])
def test_the_noise_has_its_covariance(cloud, noise):
    x, s = cloud[0], 4 * cloud[1]
    delta, draws = 0.01, 20_000
    options = dict(bandwidth=BANDWIDTH, step_size=delta)
    drift = stein.lsvgd_update(jax.random.key(0), x, s, noise="none", **options)
    update = jax.jit(jax.vmap(lambda key: stein.lsvgd_update(key, x, s, noise=noise, **options)))
    samples = np.asarray(update(jax.random.split(jax.random.key(1), draws)) - drift).reshape(draws, N * D)
    if noise == "joint":
        gram = np.exp(-((np.asarray(x)[:, None] - np.asarray(x)[None]) ** 2).sum(-1) / BANDWIDTH)
        expected = 2 * delta / N * np.kron(gram, np.eye(D))
    else:
        _, mass, variance, _ = double_loop(x, s, np.full(N, 1 / N))
        sigma = delta * (2 * mass[:, None] - delta * variance)
        assert (sigma < 0).any() and (sigma > 0).any(), "some are clipped, some are not"
        expected = np.diag(np.maximum(sigma, 0).ravel())
        _, diagnostics = stein.lsvgd_move(jax.random.key(0), x, s, noise=noise, **options)
        np.testing.assert_allclose(diagnostics["clipped_share"], (sigma < 0).mean(), rtol=1e-6)
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)) + expected**2)
    assert (np.abs(np.cov(samples.T) - expected) <= 5 * scale / np.sqrt(draws) + 1e-9).all()


def test_joint_noise_of_equal_particles_is_finite():
    x = jnp.ones((50, 24))
    moved = stein.lsvgd_update(jax.random.key(0), x, -x, bandwidth=0.5, noise="joint")
    assert np.isfinite(moved).all()


@pytest.mark.parametrize("noise", ["independent", "joint"])
def test_noise_has_gradients_where_it_is_clipped_or_singular(cloud, noise):
    """An unrolled game differentiates through it."""
    x, s = cloud
    if noise == "joint":
        x, s = (1e-4 * jax.random.normal(jax.random.key(1), (200, 24)) for _ in range(2))
    options = dict(bandwidth=0.5, noise=noise, step_size=0.01 if noise == "joint" else 10.0)

    def loss(x, s):
        move, diagnostics = stein.lsvgd_move(jax.random.key(0), x, s, **options)
        return (move**2).sum(), diagnostics["clipped_share"]

    grads, clipped = jax.grad(loss, (0, 1), has_aux=True)(x, s)
    assert (noise == "joint") or 0 < clipped < 1
    assert all(np.isfinite(g).all() and np.abs(g).max() > 0 for g in grads)


@pytest.mark.parametrize("d", [2, 24])
def test_particles_of_two_collapsed_modes_are_moved_as_equal_ones(d):
    """The median distance is 0 but for rounding, which 2 / bandwidth magnifies: at most to 1 / (32 |x|)."""
    at = jax.random.normal(jax.random.key(0), (2, d))
    x, s = jnp.repeat(at, np.array([45, 19]), 0), jax.random.normal(jax.random.key(1), (64, d))
    expected = jnp.concatenate([jnp.tile(some.sum(0) / 64, (len(some), 1)) for some in jnp.split(s, [45])])
    np.testing.assert_allclose(stein.svgd_direction(x, s, "median"), expected, atol=1 / 32)


def test_a_particle_is_no_distance_from_itself_in_wide_features():
    x, s = (scale * jax.random.normal(jax.random.key(i), (64, 256)) for i, scale in ((0, 100.0), (1, 1.0)))
    np.testing.assert_allclose(stein.svgd_direction(x, s, 1e-3), s / 64, rtol=1e-5)


def test_what_is_refused(cloud):
    x, s = cloud
    key = jax.random.key(0)
    for wrong in ({"step_size": 0.0}, {"step_size": -1}, {"temperature": -0.5}, {"block": 0}):
        with pytest.raises(UserError, match=next(iter(wrong))):
            stein.lsvgd_update(key, x, s, bandwidth=1.0, **wrong)
    with pytest.raises(UserError, match="uniform"):
        stein.lsvgd_update(key, x, s, weights="paper", noise="joint")
    with pytest.raises(UserError, match="noise is one of"):
        stein.lsvgd_update(key, x, s, noise="white")
    with pytest.raises(UserError, match="weights is one of"):
        stein.lsvgd_update(key, x, s, weights="even")
    for bandwidth in (0, -1.0, "mean"):
        with pytest.raises(UserError, match="positive number or 'median'"):
            stein.svgd_direction(x, s, bandwidth)


def test_narrow_kernels_leave_the_gradients(cloud):
    """As k tends to the identity, the transform is that of plain gradients: there is no factor n."""
    features, gradients = cloud
    tx = splice.svgd(1e-8)
    transformed, state = tx.update(gradients, tx.init(features), features, key=jax.random.key(0))
    np.testing.assert_allclose(transformed, gradients, rtol=1e-5)
    assert float(state.diagnostics["neighbours"]) == 1


def simulate(noise, precision, *, step_size=0.02, particles=10, chains=400, steps=4_000, burn=1_000, bandwidth=0.5):
    """Covariance [d, d] of all particles of all chains, after `burn` steps, for the target N(0, precision^-1)."""
    d = len(precision)
    precision = jnp.asarray(precision, jnp.float32)

    def step(x, key):
        def one(key, x):
            return x + stein.lsvgd_update(
                key, x, -x @ precision, bandwidth=bandwidth, step_size=step_size, noise=noise
            )

        x = jax.vmap(one)(jax.random.split(key, chains), x)
        return x, jnp.einsum("cni,cnj->ij", x, x) / (chains * particles)

    key = jax.random.key(0)
    start = jax.random.normal(key, (chains, particles, d))
    _, moments = jax.jit(lambda x: jax.lax.scan(step, x, jax.random.split(key, steps)))(start)
    return np.asarray(moments[burn:].mean(0))


@pytest.mark.parametrize(
    ("noise", "low", "high"), [("none", 0.7, 0.9), ("joint", 0.97, 1.03), ("independent", 1.7, 2.2)]
)
def test_the_stationary_variance(noise, low, high):
    """Of N(0, 1): SVGD's particles stand too close, the paper's noise drives them too far apart, joint is exact."""
    variance = simulate(noise, [[1.0]], chains=200, steps=2_500)[0, 0]
    assert low < variance < high


@pytest.mark.slow
def test_the_stationary_covariance_of_a_correlated_gaussian():
    covariance = np.array([[1.0, 0.6], [0.6, 1.0]])
    covariances = {noise: simulate(noise, np.linalg.inv(covariance)) for noise in stein.NOISES}
    np.testing.assert_allclose(covariances["joint"], covariance, rtol=0.03)
    assert (covariances["none"] < 0.9 * covariance).all()
    assert (covariances["independent"] > 1.1 * covariance).all()


def test_the_cholesky_factor_has_its_gradient_and_may_be_vmapped(x64):
    """LSVGD's joint noise is differentiated in an unrolled game."""
    x = jax.random.normal(jax.random.key(0), (3, 6, 4))
    gram = x @ x.swapaxes(1, 2) + jnp.eye(6)
    weight = jax.random.normal(jax.random.key(1), (6, 6))

    def gradients(cholesky):
        return jax.vmap(jax.grad(lambda g: (weight * cholesky(g)).sum()))(gram)

    np.testing.assert_allclose(gradients(stein._cholesky), gradients(jnp.linalg.cholesky), atol=1e-12)


# ---------------------------------------------------------------- the theory, on Gaussians


def _kl(mean, covariance, target_mean, target_covariance):
    """KL(N || N) of Gaussians in two dimensions."""
    precision = jnp.linalg.inv(target_covariance)
    difference = target_mean - mean
    log_ratio = jnp.linalg.slogdet(target_covariance)[1] - jnp.linalg.slogdet(covariance)[1]
    return 0.5 * (jnp.trace(precision @ covariance) + difference @ precision @ difference - 2 + log_ratio)


@pytest.fixture
def gaussians(x64):
    """q and p (mean, covariance), the noise's covariance, and phi(x) = slope x + offset, none of them aligned."""
    q = jnp.array([0.4, -0.3]), jnp.array([[0.9, 0.2], [0.2, 0.5]])
    p = jnp.array([-0.1, 0.6]), jnp.array([[1.3, -0.4], [-0.4, 0.8]])
    return q, p, jnp.array([[0.3, 0.1], [0.1, 0.2]]), jnp.array([[-0.5, 0.2], [0.3, -0.7]]), jnp.array([0.2, 0.1])


def _slope_of_kl(q, p, slope, offset, noise):
    """d/d delta at 0 of KL(q_[T_eps] || p), T_eps(x) = x + eps + delta phi(x + eps), for one eps (LSVGD, Eq. 6)."""

    def kl(delta):
        along = jnp.eye(2) + delta * slope
        return _kl(along @ (q[0] + noise) + delta * offset, along @ q[1] @ along.T, *p)

    return jax.grad(kl)(0.0)


def _expected_slope(q, p, slope, offset, covariance):
    """Its mean over eps ~ N(0, covariance): it is quadratic in eps, so four points have the exact mean."""
    root = jnp.sqrt(2) * jnp.linalg.cholesky(covariance).T
    return jnp.mean(jnp.array([_slope_of_kl(q, p, slope, offset, s * row) for row in root for s in (-1, 1)]))


def test_lemma_1_the_slope_of_the_noisy_kl(gaussians):
    """It is -E_{q_eps} tr[A_p phi], A_p phi = s phi^T + grad phi (LSVGD, Eq. 7); here by Monte Carlo on the right."""
    q, p, covariance, slope, offset = gaussians
    expected = _expected_slope(q, p, slope, offset, covariance)
    noisy = np.random.default_rng(0).multivariate_normal(q[0], q[1] + covariance, 400_000)
    score = -(noisy - p[0]) @ np.linalg.inv(p[1])
    stein_operator = (score * (noisy @ slope.T + offset)).sum(-1) + np.trace(slope)
    error = stein_operator.std() / np.sqrt(len(noisy))
    assert error < 0.01 * abs(expected)
    assert abs(expected + stein_operator.mean()) < 4 * error


def test_theorem_2_noise_adds_a_quadratic_term(gaussians):
    """R = -E eps^T (grad phi) H eps, which favours wide components only for a phi that contracts (LSVGD, Eq. 15)."""
    q, p, covariance, slope, offset = gaussians
    added = -jnp.trace(slope.T @ -jnp.linalg.inv(p[1]) @ covariance)
    plain = _slope_of_kl(q, p, slope, offset, jnp.zeros(2))
    np.testing.assert_allclose(_expected_slope(q, p, slope, offset, covariance), plain + added, rtol=1e-9)
    assert abs(added) > 0.05
