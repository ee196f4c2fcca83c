"""Precision, recall and the kernel distance against double loops, and on sets whose answer is known."""

import numpy as np
import pytest

from ganjax.metrics import kid as kernel
from ganjax.metrics import neighbours
from ganjax.metrics.kid import kid
from ganjax.metrics.neighbours import precision_recall


def loops(real, generated, k):
    def radius(points, i):
        return sorted(np.sum((points[i] - points[j]) ** 2) for j in range(len(points)) if j != i)[k - 1]

    def share(points, centres):
        radii = [radius(centres, i) for i in range(len(centres))]
        inside = [any(np.sum((p - c) ** 2) <= r for c, r in zip(centres, radii, strict=True)) for p in points]
        return np.mean(inside)

    return share(generated, real), share(real, generated)


@pytest.mark.parametrize("k", [1, 3])
def test_precision_and_recall_are_the_double_loop(k, monkeypatch):
    monkeypatch.setattr(neighbours, "_BLOCK", 90)  # several blocks, the last one short
    rng = np.random.default_rng(k)
    real, generated = rng.normal(size=(40, 3)), rng.normal(size=(31, 3)) + 1.0
    found = precision_recall(real, generated, k)
    assert found == pytest.approx(loops(real, generated, k)) and 0 < min(found) <= max(found) < 1


def test_precision_and_recall_of_known_sets():
    rng = np.random.default_rng(0)
    means = np.array([[0.0, 0], [20, 0], [0, 20], [20, 20]]) + 500  # far from 0, as features are
    real = np.concatenate([rng.normal(mean, 1, (50, 2)) for mean in means])
    fresh = np.concatenate([rng.normal(mean, 1, (50, 2)) for mean in means])
    assert precision_recall(real, real) == (1, 1)
    assert precision_recall(real, real + 1_000) == (0, 0)
    good = precision_recall(real, fresh)
    assert min(good) > 0.85
    # A class missing costs recall, one of another kind precision: a quarter of either.
    missing = precision_recall(real, fresh[50:])
    assert missing[0] > 0.85 and missing[1] == pytest.approx(good[1] * 0.75, abs=0.06)
    bad = precision_recall(real[50:], fresh)
    assert bad[1] > 0.85 and bad[0] == pytest.approx(good[0] * 0.75, abs=0.06)
    # One real point many times: nothing around it, and itself no less than covered.
    collapsed = precision_recall(real, np.repeat(real[:1], 100, 0))
    assert collapsed == (1, 1 / 200)
    assert np.isnan(precision_recall(real, np.where(fresh == fresh[0], np.nan, fresh))).all()


def test_what_precision_and_recall_refuse():
    x = np.zeros((5, 2))
    for real, generated, k in ((x, x[:, :1], 3), (x, x[:3], 3), (x, x, 0), (x[:, 0], x, 3)):
        with pytest.raises(ValueError, match="features|neighbours"):
            precision_recall(real, generated, k)


def test_the_kernel_distance_is_the_double_loop(monkeypatch):
    monkeypatch.setattr(kernel, "_ROWS", 4)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(11, 3)), rng.normal(0.3, 1.2, size=(9, 3))

    def mean(first, second, same):
        pairs = [
            (a @ b / 3 + 1) ** 3 for i, a in enumerate(first) for j, b in enumerate(second) if not same or i != j
        ]
        return np.mean(pairs)

    expected = mean(x, x, True) + mean(y, y, True) - 2 * mean(x, y, False)
    assert kid(x, y) == pytest.approx(expected, rel=1e-12)
    for bad in (x[:1], x[:, :2], x[0]):
        with pytest.raises(ValueError, match="alike"):
            kid(bad, y)


def test_the_kernel_distance_has_no_bias():
    rng = np.random.default_rng(0)
    same = [kid(rng.normal(size=(8, 2)), rng.normal(size=(12, 2))) for _ in range(2_000)]
    assert abs(np.mean(same)) < 4 * np.std(same) / np.sqrt(2_000) and min(same) < 0
    shifted = [kid(rng.normal(size=(8, 2)), rng.normal(size=(12, 2)) + [1, 0]) for _ in range(2_000)]
    # E (t / 2 + 1)³ = 1 + 3 E t / 2 + 3 E t² / 4 + E t³ / 8 of t = x·y: 2.5 of two standard Gaussians, 2.5 + 3/4 if
    # one has the mean (1, 0), and 8.625 if both have (t then has the moments 1, 5, 19).
    assert np.mean(shifted) == pytest.approx(2.5 + 8.625 - 2 * 3.25, abs=5 * np.std(shifted) / np.sqrt(2_000))
