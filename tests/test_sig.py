"""SIG: its bound, what that falls to and where it puts theta, and the counts that it is tried on."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import optimize, stats

from ganjax.data import counts, mixtures
from ganjax.errors import UserError
from ganjax.harness import build, sample_figures
from ganjax.harness.run import prepare
from ganjax.harness.train import train
from ganjax.losses.likelihood import normal_log_matrix, poisson_log_matrix, semi_implicit_bound, sig_cross_entropy
from ganjax.methods import sig
from ganjax.metrics.counts import total_variation
from tests.tiny_configs import METHODS


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
    for block in (None, 1, 4, 5, 20):
        for a, b in zip(
            jax.tree.leaves(whole), jax.tree.leaves(jax.value_and_grad(bound, (0, 1))(x, theta, block)), strict=True
        ):
            np.testing.assert_allclose(a, b, rtol=1e-10)


def test_ten_thousand_images_need_no_square_array_of_images():
    n, d = 10_000, 3072
    shapes = [jax.ShapeDtypeStruct((n, d), jnp.float32)] * 2

    def memory(block):
        bound = jax.value_and_grad(lambda x, theta: normal_bound(x, theta, 0.2, block), 1)
        return jax.jit(bound).lower(*shapes).compile().memory_analysis().temp_size_in_bytes

    # The images alone are 123 MB each, an n x n matrix 400 MB; n x n x d would be 1.2 TB. How XLA multiplies matrices
    # changes either: 213 or 297 MiB in blocks, 997 or 881 dense.
    assert 2 * memory(None) < memory(n) < 2**30


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


def best_assignment(n, m, u, v):
    """The numbers of theta in each mode, m in all, at which H_M of n data in each is least: by trying all."""
    k, modes = len(n), np.repeat(np.arange(len(n)), n)

    def bound(counts):
        log_r = np.log(np.where(modes[:, None] == np.repeat(np.arange(k), counts), u, v))
        return float(sig_cross_entropy(jnp.asarray(log_r)).mean())

    every = [c for c in itertools.product(range(m + 1), repeat=k) if sum(c) == m]
    return min(every, key=bound)


def test_modes_get_theta_as_theorem_1_says(x64):
    """Yin & Zhou 2018, Theorem 1, which minimises: K = 3, K v / (u - v) = 1/2."""
    u, v, m = 0.7, 0.1, 12
    for n in ((6, 4, 2), (4, 4, 4), (8, 3, 1)):
        n = np.array(n)
        share = n / n.sum() + (n / n.sum() - 1 / 3) * 3 * v / (u - v)
        if (share >= 0).all():
            np.testing.assert_array_equal(best_assignment(n, m, u, v), np.rint(m * share))
            # It is the least over real numbers, too.
            solution = optimize.minimize(
                lambda p, n=n: -np.sum(n * np.log(p * (u - v) + v)) / n.sum(),
                np.full(3, 1 / 3),
                bounds=[(0, 1)] * 3,
                constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
                options={"ftol": 1e-14},
            )
            np.testing.assert_allclose(solution.x, share, atol=1e-5)
        else:  # fewer than N / K / (1 + (u - v) / (K v)) = 4/3 data: the mode is dropped
            assert best_assignment(n, m, u, v)[-1] == 0


@pytest.mark.parametrize("c", [1.0, 4.0])
def test_the_corollary_by_quadrature(c, x64):
    """v / (u - v) = 1 / (e^{c²/6} - 1) for r = exp(-(x - theta)² / 2 sigma²), both normal and c sigma apart."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    weights, sigma = weights / weights.sum(), 0.3
    theta = jnp.asarray(sigma * points)[:, None]

    def mean(distance):
        r = np.exp(normal_log_matrix(theta + distance * sigma, theta, sigma**2)) * np.sqrt(2 * np.pi) * sigma
        return weights @ r @ weights

    u, v = mean(0.0), mean(c)
    assert v / (u - v) == pytest.approx(1 / np.expm1(c**2 / 6), rel=1e-6)


WRONG = (
    ({"sigma": 0}, "sigma must be positive"),
    ({"sigma_start": -1.0}, "sigma_start must be positive"),
    ({"sigma_start": 0.0}, "both positive, or both 0"),
    ({"anneal_steps": 0}, "both positive, or both 0"),
    ({"layer": "gamma"}, "one of normal, poisson"),
    ({"sample": "y"}, "'x' or 'theta'"),
)


@pytest.mark.parametrize("changes, message", WRONG)
def test_mistakes_in_sig_are_named(changes, message):
    config = METHODS["sig"]()
    config.method.update(changes)
    with pytest.raises(UserError, match=message):
        run = prepare(config, "jit", jax.devices()[:1])
        run.check(run.init())


def test_sig_refuses_a_conditional_generator():
    config = METHODS["sig"]()
    config.networks.generator.n_classes = 3
    with pytest.raises(UserError, match="does not take labels"):
        prepare(config, "jit", jax.devices()[:1])


def test_theta_are_the_means_of_x_and_rates_of_counts():
    for name, spread in (("sig", 0.3), ("sig_poisson", None)):
        config = METHODS[name]()
        config.method.sigma_start = config.method.anneal_steps = 0
        dataset = build.dataset(config)
        states, drawn = [], {}
        for what in ("theta", "x"):
            config.method.sample = what
            method = build.method(config, dataset)
            states.append(method.init(jax.random.key(0), dataset.sample(jax.random.key(1), 4)))
            drawn[what] = np.asarray(method.sample(jax.random.key(2), states[0], 20_000))
        noise = drawn["x"] - drawn["theta"]
        expected = spread**2 if spread else drawn["theta"].mean()  # of a Poisson the variance is the mean
        assert noise.var() == pytest.approx(expected, rel=0.05)
        assert abs(noise.mean()) < 4 * np.sqrt(expected / noise.size)


def test_the_pictures_of_sig(tmp_path, monkeypatch):
    """Every panel that a SIG of counts, one of points and a GAN have."""
    runs = []
    for name, data in (("sig_poisson", "negative_binomial"), ("sig", "uneven_grid25"), ("gan", "uneven_grid25")):
        config = METHODS[name]()
        config.data.name, config.steps = data, 1
        train(config, tmp_path / name, "jit")
        runs.append((name, data, tmp_path / name))
    sample_figures.toys(runs, tmp_path, 500)
    toys = (tmp_path / "figure.png").stat().st_size
    sample_figures.grids(runs[1:], tmp_path, 500)
    assert toys > 10_000 and (tmp_path / "proportions.png").stat().st_size > 5_000
    (tmp_path / "proportions.png").unlink()
    sample_figures.grids([(n, d, tmp_path / "gan") for n, d, _ in runs[2:]], tmp_path, 500)
    assert (tmp_path / "proportions.png").exists()
    figures = []
    monkeypatch.setattr(sample_figures, "save", lambda fig, path: figures.append(fig))
    sample_figures.judgements(runs[2:], tmp_path, 50)
    assert [axis.get_title() for axis in figures[0].axes] == ["gan"]


def test_sigma_falls_to_its_last_value():
    layer = sig.normal(0.1, start=0.8, steps=3)
    x, theta = jnp.ones((1, 2)), jnp.zeros((1, 2))
    for step, sigma in ((0, 0.8), (1, 0.4), (2, 0.2), (3, 0.1), (9, 0.1)):
        expected = normal_log_matrix(x, theta, sigma**2)
        np.testing.assert_allclose(layer.log_matrix(x, theta, step), expected, rtol=1e-5)
    constant = sig.normal(0.3).log_matrix(x, theta, 5)
    np.testing.assert_allclose(constant, normal_log_matrix(x, theta, 0.09), rtol=1e-6)


@pytest.mark.parametrize("name", counts.__all__)
def test_counts_are_drawn_from_their_mass_function(name):
    data = getattr(counts, name)()
    mass = data.info["mass"]
    assert mass.sum() == pytest.approx(1, abs=1e-12)
    x = np.asarray(data.sample(jax.random.key(0), 100_000)["x"])
    assert x.shape == (100_000, 1) and total_variation(x, mass) < 0.006
    # Poisson draws whose rate is drawn from `mixing` have the same law.
    rng = np.random.default_rng(0)
    assert total_variation(rng.poisson(data.info["mixing"](rng, 100_000)), mass) < 0.006
    one = data.sample(jax.random.key(1), 8)["x"]
    split = jax.pmap(lambda _: data.sample(jax.random.key(1), 2, "i")["x"], "i")(jnp.arange(4))
    np.testing.assert_array_equal(split.reshape(8, 1), one)


def test_total_variation_by_hand():
    mass = np.array([0.5, 0.25, 0.25])
    assert total_variation(np.array([0, 0, 1, 2.0]), mass) == 0
    assert total_variation(np.array([0.4, -0.3, 1.2, 1.6]), mass) == 0  # rounded
    assert total_variation(np.array([0, 0, 0, 0.0]), mass) == 0.5
    assert total_variation(np.array([-1, 3, np.nan, 9]), mass) == 1
    assert total_variation(np.array([0, 0, 1, np.inf]), mass) == 0.25


def test_the_noisy_ring_is_a_ring():
    x = np.asarray(mixtures.noisy_ring().sample(jax.random.key(0), 20_000)["x"])
    assert np.mean((x**2).sum(1)) == pytest.approx(1 + 2 * 0.1**2, abs=0.01)
    np.testing.assert_allclose(x.mean(0), 0, atol=0.03)
