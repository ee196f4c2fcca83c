"""Scores and mode counts against hand-computed values."""

import jax
import numpy as np
import pytest

from ganjax.metrics import classes
from ganjax.metrics.modes import count_modes, count_qualified
from ganjax.metrics.scores import exp_h_y, exp_h_y_given_x, inception_score, mode_score, over_classes
from ganjax.metrics.stacked import channels_mode_score, score, triple_inception_score


def softmax(n=200, c=7, seed=0):
    return np.random.default_rng(seed).dirichlet(np.full(c, 0.5), n)


def kl(p, q):
    return np.sum(p * np.log(p / q), -1)


def test_inception_score_of_known_samplers():
    assert inception_score(np.full((6, 3), 1 / 3)) == pytest.approx(1)
    assert inception_score(np.tile(np.eye(5), (4, 1))) == pytest.approx(5)
    assert inception_score(np.tile([0.0, 1.0, 0.0], (9, 1))) == pytest.approx(1)
    assert inception_score(np.repeat(np.eye(4)[:3], [2, 1, 1], axis=0)) == pytest.approx(np.sqrt(8))
    assert np.shape(inception_score(softmax())) == ()


def test_inception_score_is_the_ratio_of_its_halves():
    p = softmax()
    assert inception_score(p) == pytest.approx(exp_h_y(p) / exp_h_y_given_x(p))
    assert inception_score(p) == pytest.approx(np.exp(kl(p, p.mean(0)).mean()))
    assert exp_h_y(np.eye(6)) == pytest.approx(6) and exp_h_y_given_x(np.eye(6)) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(3))
def test_printed_mode_score_is_the_inception_score(seed):
    p, train = softmax(seed=seed), softmax(1, seed=9 + seed)[0]
    printed = np.exp(kl(p, train).mean() - kl(p.mean(0), train))
    assert printed == pytest.approx(inception_score(p), rel=1e-12)
    # The variant turns the second divergence round, and does depend on the training data.
    assert mode_score(p, train) == pytest.approx(np.exp(kl(p, train).mean() - kl(train, p.mean(0))))
    assert mode_score(p, p.mean(0)) == pytest.approx(inception_score(p))
    assert abs(mode_score(p, train) - printed) > 1e-3


def test_mode_score_of_known_samplers():
    uniform = np.full(4, 1 / 4)
    assert mode_score(np.tile(np.eye(4), (3, 1)), uniform) == pytest.approx(4)
    assert mode_score(np.tile(uniform, (3, 1)), uniform) == pytest.approx(1)
    # A sampler that misses a class: finite, and lower than one that merely neglects it.
    missing = np.tile(np.eye(4)[:3], (4, 1))
    neglecting = np.concatenate([missing, np.eye(4)])
    assert 0 < mode_score(missing, uniform) < mode_score(neglecting, uniform) < 4
    assert inception_score(missing) == pytest.approx(3)


def test_wrong_shapes():
    for bad in (np.zeros(3), np.zeros((0, 3))):
        with pytest.raises(ValueError, match="probabilities"):
            inception_score(bad)
    with pytest.raises(ValueError, match="train_marginal"):
        mode_score(softmax(), np.full(3, 1 / 3))


def test_scores_take_jax_arrays():
    p = jax.nn.softmax(jax.random.normal(jax.random.key(0), (50, 5)))
    q = np.asarray(p)
    assert inception_score(p) == pytest.approx(np.exp(kl(q, q.mean(0)).mean()), rel=1e-5)


def test_count_modes_by_hand():
    assert count_modes(np.arange(5), 10) == {"modes": 5, "missed": 5, "kl": pytest.approx(np.log(2))}
    assert count_modes(np.zeros(7, int), 10)["kl"] == pytest.approx(np.log(10))
    out = count_modes([0, 0, 0, 1], 2)
    assert out["kl"] == pytest.approx(0.75 * np.log(1.5) + 0.25 * np.log(0.5))
    assert count_modes(np.tile(np.arange(10), 3), 10) == {"modes": 10, "missed": 0, "kl": 0}
    for bad in ([], [3], [-1]):
        with pytest.raises(ValueError, match="labels"):
            count_modes(bad, 3)


def test_perfect_stacked_sampler():
    labels = np.random.default_rng(0).integers(0, 1000, 26_000)
    out = count_modes(labels, 1000)
    assert out["modes"] == 1000 and out["kl"] == pytest.approx(999 / 52_000, abs=0.003)


def test_triple_inception_score():
    p = np.stack([softmax(40, 4, seed) for seed in range(3)])
    joint = np.einsum("na,nb,nc->nabc", *p).reshape(40, -1)
    assert triple_inception_score(p) == pytest.approx(inception_score(joint), rel=1e-9)


def test_a_stacks_mode_score_is_the_mean_over_its_channels():
    uniform = np.full(4, 1 / 4)
    perfect, missing = np.tile(np.eye(5)[:4], (3, 1)), np.tile(np.eye(5)[:3], (4, 1))
    one = mode_score(over_classes(missing), uniform)
    assert channels_mode_score([perfect, missing, perfect], uniform) == pytest.approx((8 + one) / 3)
    assert one < 1 and channels_mode_score([perfect] * 3, uniform) == pytest.approx(4)


def test_stacked_score_of_known_samplers():
    rng = np.random.default_rng(0)
    perfect = np.eye(11)[rng.integers(0, 10, (3, 26_000))]
    out = score(perfect)
    assert out["modes"] == 1000 and out["kl"] == pytest.approx(0.0192, abs=0.003)
    assert out["inception_score"] == pytest.approx(10, abs=0.01) and out["exp_h_y_given_x"] == 1
    assert out["inception_score_triple"] == pytest.approx(1000 * np.exp(-out["kl"]), rel=1e-6)
    assert out["high_quality"] == 1 and out["qualified"] == 1
    collapsed = score(np.repeat(perfect[:, :1], 500, axis=1))
    assert collapsed["modes"] == 1 and collapsed["missed"] == 999 and collapsed["inception_score"] == 1
    assert collapsed["kl"] == pytest.approx(np.log(1000)) and collapsed["inception_score_triple"] == 1
    none = score(np.tile(np.eye(11)[10], (3, 20, 1)))
    assert none["high_quality"] == none["qualified"] == none["modes"] == 0
    assert none["inception_score"] == pytest.approx(1) and none["exp_h_y_given_x"] == pytest.approx(10)
    assert none["kl"] == pytest.approx(np.log(1000))
    # Each channel counts by itself for the quality; a stack must have all three to qualify, each with .9.
    half = np.concatenate([np.tile(np.eye(11)[10], (1, 20, 1)), perfect[:2, :20]])
    assert score(half)["high_quality"] == pytest.approx(2 / 3) and score(half)["qualified"] == 0
    for sure, qualified in ((0.95, 0.5), (0.85, 0)):
        doubted = perfect[:, :20].copy()
        doubted[0, ::2] = sure * doubted[0, ::2] + (1 - sure) * np.eye(11)[10]
        doubted[1, 1::2] = 0.8 * doubted[1, 1::2] + 0.2 * np.eye(11)[10]
        assert score(doubted)["qualified"] == qualified and score(doubted)["high_quality"] == 1


def test_no_class_is_spread_over_the_classes():
    p = np.array([[0.5, 0.1, 0.4], [0, 0, 1]])
    np.testing.assert_allclose(over_classes(p), [[0.7, 0.3], [0.5, 0.5]])
    rng = np.random.default_rng(0)
    real = np.eye(11)[rng.integers(0, 10, 1_000)]
    scores = [
        inception_score(over_classes(np.concatenate([real, np.tile(np.eye(11)[10], (k, 1))]))) for k in (0, 90, 900)
    ]
    assert scores[0] > scores[1] > scores[2], "noise among real images lowers the score"


def test_a_class_must_be_more_than_a_mistake_to_be_covered():
    labels, uniform = np.repeat(np.arange(9), 100), np.full(10, 0.1)
    labels[0] = 9
    p = np.eye(11)[labels]
    assert classes.score(p, uniform)["modes"] == 9 and classes.score(p, uniform, 0.0)["modes"] == 10
    assert count_qualified([0, 1, 1], [True, True, False], 2) == {
        "modes": 2,
        "missed": 0,
        "kl": 0,
        "qualified": 2 / 3,
    }
