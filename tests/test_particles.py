"""Particles: their metrics against closed forms, their target, and blackjax's steps, which must be ours."""

import importlib.util

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from configs.bimodal import lsvgd
from ganjax import data, stein
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.harness.run import prepare
from ganjax.metrics import evaluator, particles
from ganjax.networks import mixture
from launch import peers


def config_of(**method):
    config = lsvgd.get_config()
    with config.ignore_type():  # "median" where there was a number
        config.method.update(particles=12, **method)
    return config


def test_the_target_is_the_density_of_the_data():
    target = build.networks.make("target", lsvgd.get_config().networks.target)
    dataset = data.load({"name": "bimodal"})
    x = np.random.default_rng(0).normal(size=(20, 2))
    np.testing.assert_allclose(target.apply({}, jnp.asarray(x)), particles.log_density(dataset.info, x), rtol=1e-5)
    axis = np.linspace(-8, 8, 161)
    points = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    assert np.exp(particles.log_density(dataset.info, points)).sum() * 0.01 == pytest.approx(1, rel=1e-3)
    padded = mixture.Target(((1.0,), (-1.0,)), (1.0, 2.0), dimension=3)
    by_hand = [np.log(0.5 * np.exp(-0.5) + 0.5 * np.exp(-1 / 8) / 8) - 1.5 * np.log(2 * np.pi)]
    np.testing.assert_allclose(padded.apply({}, jnp.zeros((1, 3))), by_hand, rtol=1e-5)


def test_the_kl_of_a_kernel_estimate_has_a_closed_form_for_one_gaussian():
    """Many draws of N(0, 1): the estimate is almost N(0, 1 + h²)."""
    info = {"means": np.zeros((1, 1)), "std": 1.0, "weights": np.ones(1)}
    x = np.random.default_rng(0).normal(size=(5_000, 1))
    x = (x - x.mean()) / x.std()
    widened = 1 + 5_000 ** (-2 / 5)
    assert particles.kl_by_kde(x, info) == pytest.approx(0.5 * (widened - 1 - np.log(widened)), abs=5e-3)
    assert particles.kl_by_kde(x + 1, info) == pytest.approx(0.5 + 0.5 * (widened - 1 - np.log(widened)), rel=0.02)
    assert particles.kl_by_kde(np.zeros((5, 2)), info) == np.inf


def test_mmd_by_hand():
    x, y = np.array([[0.0], [1.0]]), np.array([[2.0]])
    kernel = lambda d: np.exp(-(d**2) / 0.5)  # noqa: E731
    expected = (2 + 2 * kernel(1)) / 4 + 1 - 2 * (kernel(2) + kernel(1)) / 2
    assert particles.mmd(x, y, 0.5) == pytest.approx(expected)
    assert np.isnan(particles.mmd(np.where(x == x[0], np.inf, x), y, 0.5))


def test_draws_of_the_target_are_nearer_than_a_point():
    dataset = data.load({"name": "bimodal"})
    config = {"metrics": ("particles",), "samples": 100}
    controls = evaluator.controls(dataset, config)
    real = controls["true samples"]
    assert controls["collapsed"]["kl"] > 2 * real["kl"]
    point = evaluator.evaluate(dataset, lambda n: np.random.default_rng(0).normal(0, 0.1, (n, 2)), config)
    assert point["kl"] > 5 * real["kl"] and point["mmd"] > 5 * real["mmd"]
    assert real["variance"] == pytest.approx(1.25, rel=0.1) and point["variance"] < 0.02
    with pytest.raises(UserError, match="mixture"):
        particles.require(data.load({"name": "digits"}))


def test_svgd_reaches_the_targets_mean_and_sample_returns_the_particles():
    config = config_of(noise="none", bandwidth="median")
    run = prepare(config, "jit", jax.devices()[:1])
    state, _ = run.chunk(run.init(), 0, 300)
    x = np.asarray(state.params["particles"][0])
    assert np.abs(x.mean(0)).max() < 0.3 and x.var(0).mean() > 0.5
    one = jax.tree.map(lambda leaf: leaf[0], state)
    drawn = run.lane_method({}).sample(jax.random.key(0), one, 15)
    np.testing.assert_array_equal(drawn, np.concatenate([x, x[:3]]))


@pytest.mark.skipif(importlib.util.find_spec("blackjax") is None, reason="needs blackjax: install the [peers] extra")
def test_blackjax_takes_the_same_median():
    from blackjax.vi.svgd import median_heuristic

    x = 7 + jax.random.normal(jax.random.key(0), (10, 24))  # 45 pairs, of which one is the median
    theirs = median_heuristic({}, x)["length_scale"]
    np.testing.assert_allclose(stein.median_bandwidth(x) * np.log(11) / np.log(10), theirs, rtol=1e-5)


@pytest.mark.skipif(importlib.util.find_spec("blackjax") is None, reason="needs blackjax: install the [peers] extra")
@pytest.mark.parametrize(("bandwidth", "steps"), [(0.7, 5), ("median", 1)])  # its later medians have log n
def test_blackjax_takes_the_same_steps(bandwidth, steps):
    config = config_of(noise="none", bandwidth=bandwidth)
    run = prepare(config, "jit", jax.devices()[:1])
    state = run.init()
    theirs = peers.find("svgd", "blackjax").make(config, run, state)(steps)
    state, _ = run.chunk(state, 0, steps)
    np.testing.assert_allclose(theirs, state.params["particles"][0], rtol=1e-4, atol=1e-5)
    with pytest.raises(UserError, match="no noise"):
        peers.find("svgd", "blackjax").make(config_of(noise="joint"), run, state)
