"""Mixture metrics against controls with known answers."""

import time

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.errors import UserError
from ganjax.harness.config import plain
from ganjax.harness.evaluate import controls
from ganjax.metrics import evaluator, mixtures
from ganjax.metrics.mixtures import evaluate_mixture
from tests.tiny_configs import METHODS

TAIL = np.exp(-4.5)


def perfect(name, n=50_000):
    dataset = data.load({"name": name})
    return np.asarray(dataset.sample(jax.random.key(0), n)["x"]), dataset.info


def score(x, info, **keywords):
    return evaluate_mixture(x, info["means"], info["std"], weights=info["weights"], **keywords)


@pytest.mark.parametrize("name", ["ring", "grid", "grid25", "uneven_grid25", "six_gaussians"])
def test_perfect_sampler(name):
    x, info = perfect(name)
    out = score(x, info, coverage=0.5)
    assert out["modes"] == len(info["means"]) and out["skipped_modes"] == 0
    assert out["high_quality"] == pytest.approx(1 - TAIL, abs=0.003)
    # k degrees of freedom: 2n KL is near chi2(k).
    assert out["kl"] < 2 * len(info["means"]) / (2 * len(x))
    assert 0 <= out["intra_mode_kl"] < 0.01 and 0 <= out["intra_mode_kl_reverse"] < 0.01
    assert all(isinstance(value, float) for value in out.values())


def test_collapsed_sampler():
    x, info = perfect("ring")
    out = score(np.tile(info["means"][3], (1000, 1)), info)
    assert out["modes"] == 1 and out["high_quality"] == 1 and out["skipped_modes"] == 7
    assert out["kl"] == pytest.approx(np.log(8 / (1 - TAIL)))
    # Both variances are the jitter, 1e-4 of the true ones.
    assert out["intra_mode_kl"] == pytest.approx(1e4 - 1 + np.log(1e-4), rel=1e-6)
    assert out["intra_mode_kl_reverse"] == pytest.approx(1e-4 - 1 - np.log(1e-4), rel=1e-6)


def test_one_missing_mode():
    x, info = perfect("ring", 100_000)
    nearest = np.linalg.norm(x[:, None] - info["means"], axis=-1).argmin(1)
    out = score(x[nearest != 2], info)
    assert out["modes"] == 7 and out["skipped_modes"] == 1
    # Seven modes share what was eight's; the tail keeps its share.
    assert out["kl"] == pytest.approx((1 - TAIL) * np.log(8 / 7), abs=2e-3)


def test_kl_by_hand():
    means = np.array([[0.0, 0.0], [10.0, 0.0]])
    x = np.concatenate([np.zeros((6, 2)), np.full((3, 2), [10.0, 0.0]), np.full((1, 2), 5.0)])
    out = evaluate_mixture(x, means, 1.0, weights=[3, 1])
    expected = [0.75 * (1 - TAIL), 0.25 * (1 - TAIL), TAIL]
    found = [0.6, 0.3, 0.1]
    assert out["kl"] == pytest.approx(sum(p * np.log(p / q) for p, q in zip(found, expected, strict=True)))
    assert out["high_quality"] == 0.9


def test_coverage_is_a_strict_share_of_the_expected_count():
    means = np.array([[0.0, 0.0], [10.0, 0.0]])
    # 100 samples, 50 expected of each: the second mode has 25 of high quality.
    x = np.concatenate([np.zeros((75, 2)), np.full((25, 2), [10.0, 0.0])])
    assert evaluate_mixture(x, means, 1.0, coverage=0.49)["modes"] == 2
    assert evaluate_mixture(x, means, 1.0, coverage=0.5)["modes"] == 1
    assert evaluate_mixture(x, means, 1.0, weights=[0.9, 0.1], coverage=0.5)["modes"] == 2


def test_intra_mode_kl_in_closed_form():
    # Four points with exactly this mean and these standard deviations, about each of two far centres.
    shift, spread, std = np.array([0.05, -0.02]), np.array([0.2, 0.05]), 0.1
    cloud = shift + spread * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    means = np.array([[0.0, 0.0], [9.0, 9.0]])
    out = evaluate_mixture(np.concatenate([cloud, means[1] + cloud]), means, std)
    v, m = spread**2 / std**2, shift**2 / std**2
    assert out["intra_mode_kl"] == pytest.approx(0.5 * np.sum(1 / v + m / v - 1 + np.log(v)), rel=1e-3)
    assert out["intra_mode_kl_reverse"] == pytest.approx(0.5 * np.sum(v + m - 1 - np.log(v)), rel=1e-3)
    # Correlated: the divergences do not change under a rotation of the cloud.
    c, s = np.cos(0.6), np.sin(0.6)
    turned = evaluate_mixture(cloud @ np.array([[c, s], [-s, c]]), means, std)
    assert turned["intra_mode_kl"] == pytest.approx(out["intra_mode_kl"], rel=1e-9)
    assert turned["skipped_modes"] == 1


def test_the_median_over_covered_modes_is_not_moved_by_one_ridge():
    x, info = perfect("grid25", 100_000)
    nearest = np.linalg.norm(x[:, None] - info["means"], axis=-1).argmin(1)
    whole, ridge = score(x, info), x.copy()
    ridge[nearest == 7, 1] = info["means"][7, 1]
    out = score(ridge, info)
    assert out["modes"] == 25
    # One variance of the ridge is the jitter, the other whole.
    assert out["intra_mode_kl"] == pytest.approx((1e4 - 1 + np.log(1e-4)) / 2 / 25, rel=0.01)
    assert out["intra_mode_kl_median"] == pytest.approx(whole["intra_mode_kl_median"], abs=1e-3)
    assert out["intra_mode_kl_reverse_median"] == pytest.approx(whole["intra_mode_kl_reverse_median"], abs=1e-3)
    assert 0 <= whole["intra_mode_kl_median"] < 0.01


def test_the_median_leaves_out_modes_that_are_not_covered():
    # Variances (v, v) in units of the true one, or a point, about far centres.
    means, square = 9.0 * np.arange(6)[:, None] * np.ones(2), np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])

    def cloud(mode, n, v):
        return means[mode] + np.sqrt(v) * np.tile(square, (n // 4, 1))

    def kl(v):
        return 1 / v - 1 + np.log(v)

    three = [cloud(0, 400, 0.5), cloud(1, 400, 0.6), cloud(2, 400, 2.0)]
    points = [np.tile(means[mode], (4, 1)) for mode in (3, 4, 5)]
    out = evaluate_mixture(np.concatenate(three + points), means, 1.0)
    assert out["modes"] == 3 and out["skipped_modes"] == 0
    # KL(true ‖ fitted): .31, .16, .19; the points, not covered, would have the median at 5,000.
    assert out["intra_mode_kl_median"] == pytest.approx(kl(2.0), rel=1e-3)
    assert out["intra_mode_kl_reverse_median"] == pytest.approx(0.5 - 1 - np.log(0.5), rel=1e-3)
    assert out["intra_mode_kl"] > 4_000
    nowhere = evaluate_mixture(np.concatenate(points), means, 1.0, coverage=5.0)
    assert nowhere["modes"] == 0 and np.isfinite(nowhere["intra_mode_kl"])
    assert np.isnan(nowhere["intra_mode_kl_median"]) and np.isnan(nowhere["intra_mode_kl_reverse_median"])


def test_what_is_not_finite_is_not_of_high_quality():
    x, info = perfect("ring", 4000)
    x = x.copy()
    x[:1000] = np.nan
    x[1000:2000] = np.inf
    out = score(x, info)
    assert out["high_quality"] == pytest.approx((1 - TAIL) / 2, abs=0.01) and out["modes"] == 8
    nothing = score(np.full((10, 2), np.nan), info)
    assert nothing["modes"] == nothing["high_quality"] == 0 and nothing["skipped_modes"] == 8
    assert nothing["kl"] == pytest.approx(4.5) and np.isnan(nothing["intra_mode_kl"])
    assert np.isnan(nothing["intra_mode_kl_median"])
    x[2000] = 1e30
    assert all(np.isfinite(value) for value in score(x, info).values())


def test_other_dimensions_and_one_std_a_component():
    for name in ("line", "bimodal"):
        x, info = perfect(name, 100_000)
        out = score(x, info)
        assert out["modes"] == 2
        # Where modes overlap some draws of each are nearest to the other: perfect samples do not have 0 either.
        assert out["kl"] == pytest.approx({"bimodal": 2.95e-3, "line": 4.1e-4}[name], abs=5e-4)
        assert out["intra_mode_kl"] == pytest.approx({"bimodal": 0.053, "line": 0.0}[name], abs=5e-3)
    for d in (1, 3):
        apart, stds = 9.0 * np.arange(3)[:, None] * np.ones(d), np.array([0.5, 1.0, 1.5])
        mode = np.random.default_rng(0).integers(0, 3, 100_000)
        noise = np.random.default_rng(1).normal(size=(100_000, d))
        out = evaluate_mixture(apart[mode] + stds[mode, None] * noise, apart, stds)
        assert out["modes"] == 3 and out["kl"] < 1e-4 and 0 <= out["intra_mode_kl"] < 1e-3
    one_dimensional = evaluate_mixture(perfect("line")[0], [[-3.0], [3.0]], 1.0)
    assert one_dimensional["high_quality"] == pytest.approx(0.9973, abs=0.003)


def test_wrong_shapes():
    with pytest.raises(ValueError, match="samples must be"):
        evaluate_mixture(np.zeros((0, 2)), np.eye(2), 0.1)
    with pytest.raises(ValueError, match="samples must be"):
        evaluate_mixture(np.zeros((5, 3)), np.eye(2), 0.1)


def test_half_a_million_samples_take_seconds():
    x, info = perfect("grid", 500_000)
    start = time.monotonic()
    assert score(x, info)["modes"] == 100
    assert time.monotonic() - start < 10


def test_evaluate_and_controls():
    dataset = data.load({"name": "ring"})
    config = {"metrics": ("mixtures",), "samples": 5000, "coverage": 0.5}
    made = evaluator.controls(dataset, config, lambda n, number: np.zeros((n, 2)))
    assert list(made) == ["true samples", "collapsed", "Gaussian noise", "untrained generator"]
    out, one, noise = made["true samples"], made["collapsed"], made["Gaussian noise"]
    assert out["modes"] == 8 and out["high_quality"] == pytest.approx(1 - TAIL, abs=0.01)
    assert one["modes"] == 1 and one["high_quality"] == pytest.approx(1 - TAIL, abs=0.01)
    assert one["intra_mode_kl"] < 0.05 and one["kl"] == pytest.approx(np.log(8), abs=0.1)
    assert noise["high_quality"] < 0.5 and made["untrained generator"]["modes"] == 0
    x = np.asarray(dataset.sample(jax.random.key(0), 5000)["x"])
    with pytest.raises(UserError, match="needs a mixture"):
        mixtures.evaluate(data.load({"name": "digits"}), x, config)


def test_controls_of_a_config_have_an_untrained_generator():
    """With a sweep and several trials, of which a control is none."""
    config = METHODS["gan"]()
    config.trials = 2
    config.sweep.update({"generator_tx.learning_rate": (1e-2, 1e-3)})
    made = controls(config)
    assert list(made) == ["true samples", "collapsed", "Gaussian noise", "untrained generator"]
    assert made["untrained generator"]["config"] == plain(config)
    quality = {label: results["metrics"]["high_quality"] for label, results in made.items()}
    assert quality["true samples"]["mean"] > 0.95 and quality["untrained generator"]["mean"] < 0.5
    assert all(len(statistic["trials"]) == 1 for statistic in quality.values())
