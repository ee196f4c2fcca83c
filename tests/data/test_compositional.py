"""Compositional digits: where they are, how often each comes, what their labels say, and how they are scored."""

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data import compositional
from ganjax.errors import UserError
from ganjax.metrics import compositional as metric
from ganjax.metrics import evaluator, stacked
from ganjax.metrics.modes import count_modes, count_qualified

SHAPE = (28, 32, 1)


@pytest.fixture(scope="module")
def dataset():
    return data.load({"name": "compositional_digits", "digit_set": 3}, SHAPE)


@pytest.mark.parametrize("digit_set", compositional.PROBABILITIES)
def test_every_set_is_a_distribution_whose_modes_can_be_seen(digit_set):
    p = np.array(compositional.PROBABILITIES[digit_set])
    assert len(p) == 10 and p.min() > 0.04
    np.testing.assert_allclose(p.sum(), 1, rtol=1e-12)
    drawn = 0.04 + 0.6 * np.random.default_rng(digit_set).dirichlet(np.ones(10))
    np.testing.assert_allclose(p, drawn, atol=0.002)


def test_digits_are_drawn_by_the_sets_probabilities(dataset):
    assert dataset.x_shape == SHAPE and dataset.n_classes == 1000
    n, p = 20_000, np.array(compositional.PROBABILITIES[3])
    label = np.asarray(jax.jit(lambda sample, key: sample(key, n)["label"])(dataset.sample, jax.random.key(0)))
    digits = np.stack([label // 100, label // 10 % 10, label % 10])
    for place in digits:
        np.testing.assert_allclose(np.bincount(place, minlength=10) / n, p, atol=5 * np.sqrt(p.max() / n))
    # The places are independent of one another.
    pairs = np.bincount(digits[0] * 10 + digits[2], minlength=100).reshape(10, 10) / n
    np.testing.assert_allclose(pairs, np.outer(p, p), atol=5 * np.sqrt(np.outer(p, p).max() / n))
    np.testing.assert_allclose(dataset.info["weights"][[0, 357, 999]], [p[0] ** 3, p[3] * p[5] * p[7], p[9] ** 3])


@pytest.mark.parametrize("fixed", [False, True])
def test_a_square_holds_an_image_of_the_digit_that_the_label_says(dataset, fixed):
    train, train_label = dataset.info["digits"]["train"]
    assert train.shape[1:] == (10, 10, 1)
    known = {image.tobytes(): label for image, label in zip(train, train_label, strict=True)}
    if fixed:
        x, label = (v[:30] for v in dataset.info["train"]())
    else:
        batch = dataset.sample(jax.random.key(1), 30)
        x, label = np.round(np.asarray(batch["x"]) * 127.5 + 127.5).astype(np.uint8), np.asarray(batch["label"])
    squares = compositional.thirds(x)
    assert squares.shape == (3, 30, 10, 10, 1)
    for place, power in zip(squares, (100, 10, 1), strict=True):
        assert [known[image.tobytes()] for image in place] == (label // power % 10).tolist()
    # 28 x 32: digits of 10 in the rows 9 to 18, from column 1 on; nothing else.
    rest = x.copy()
    rest[:, 9:19, 1:31] = 0
    assert not rest.any() and x[:, 9:19, 1:31].any()


def test_held_out_images_are_of_held_out_digits(dataset):
    test, _ = dataset.info["digits"]["test"]
    known = {image.tobytes() for image in test}
    x, _ = dataset.info["test"]()
    assert len(x) == 26_000
    assert {image.tobytes() for image in compositional.thirds(x[:50]).reshape(-1, 10, 10, 1)} <= known


def test_a_third_of_sixty_four_pixels_is_twenty_one():
    assert compositional.layout(64, 64) == (21, 21, (0, 21, 42))
    assert data.load({"name": "compositional_digits"}).x_shape == (64, 64, 1)


@pytest.mark.parametrize(
    ("config", "shape", "match"),
    [
        ({"digit_set": 5}, SHAPE, "digit_set is one of 1, 2, 3, 4, not 5"),
        ({}, (64, 64, 3), "has 1 channel, the networks take 3"),
        ({"device_bytes": 10}, SHAPE, "that fit on the device"),
    ],
)
def test_what_cannot_be_composed_is_said(config, shape, match):
    with pytest.raises(UserError, match=match):
        data.load({"name": "compositional_digits"} | config, shape)


HELD_OUT = np.random.default_rng(0).permutation(60)[-1]  # of sixty, with five others


@pytest.mark.parametrize(
    ("label", "match"),
    [
        (np.where(np.arange(60) == HELD_OUT, 9, np.arange(60) % 9), "no train image of class 9"),
        (np.arange(60) % 10 * (np.arange(60) < 59) + 9 * (np.arange(60) == 59), "no test image of class"),
        (np.eye(60, 10), "attributes"),
    ],
)
def test_every_digit_must_be_there(label, match, tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((len(label), 4, 4), np.uint8), label=label)
    with pytest.raises(UserError, match=match):
        data.load({"name": "compositional_npz", "path": str(tmp_path / "a.npz")}, SHAPE)


def test_the_divergence_is_to_the_datas_own_shares():
    labels, weights = [0, 0, 0, 1], [0.5, 0.3, 0.2]
    found = count_modes(labels, 3, weights=weights)
    assert found["missed"] == 1
    np.testing.assert_allclose(found["kl"], 0.75 * np.log(0.75 / 0.5) + 0.25 * np.log(0.25 / 0.3), rtol=1e-12)
    nothing = count_qualified(labels, np.zeros(4), 3, weights=weights)
    np.testing.assert_allclose(nothing["kl"], np.log(1 / 0.2))


def test_samples_are_scored_square_by_square(dataset, monkeypatch):
    """A classifier that reads a digit off its square's first pixel: 235, 236, and one with no digit in a place."""

    class Reader:
        accuracy, false_accepts = 1.0, 0.0

        def probabilities(self, x):
            return np.eye(11)[np.round(x[:, 0, 0, 0] * 10).astype(int)]

    monkeypatch.setattr(metric.trained, "of", lambda dataset, **options: Reader())
    x = np.zeros((3, *SHAPE))
    for image, digits in zip(x, ((2, 3, 5), (2, 3, 6), (2, 10, 5)), strict=True):
        image[9, [1, 11, 21], 0] = np.array(digits) / 10
    found = evaluator.evaluate(dataset, lambda n: x, {"metrics": ("compositional",), "samples": 3})
    assert found["modes"] == 2 and found["missed"] == 998
    np.testing.assert_allclose(found["qualified"], 2 / 3)
    shares = dataset.info["weights"][[235, 236]]
    np.testing.assert_allclose(found["kl"], np.mean(np.log(0.5 / shares)), rtol=1e-9)


def test_metrics_do_not_take_the_other_kind_of_digits(dataset):
    with pytest.raises(UserError, match="needs stacked data"):
        stacked.require(dataset)
    with pytest.raises(UserError, match="needs compositional data"):
        metric.require(data.load({"name": "stacked_digits"}))
