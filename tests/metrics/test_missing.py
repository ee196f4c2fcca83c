"""The third-party discriminator: what it says of a digit that the samples lack, and what it keeps."""

import json

import numpy as np
import pytest

from ganjax import data
from ganjax.errors import UserError
from ganjax.harness.kept import keeper
from ganjax.metrics import controls, evaluator, missing

SMALL = {"sigma": (3.5, 400.0), "steps": 150, "filters": (8, 8)}
EVAL = {"metrics": ("missing",), "samples": 800, "missing": SMALL}


@pytest.fixture(scope="module")
def digits():
    return data.load({"name": "digits"})


def test_counts_over_thresholds_by_hand():
    scores = np.array([0.2, 0.5, 0.95, 0.9, 0.999])
    assert missing.curve(scores, [0.1, 0.5, 0.9, 0.99]).tolist() == [5, 3, 2, 1]
    assert set(missing.THRESHOLDS) <= set(np.round(missing.CURVE, 6)) and (np.diff(missing.CURVE) > 0).all()


def test_a_digit_that_is_left_out_is_found_missing(digits, tmp_path):
    x, label = digits.info["train"]()
    test, test_label = digits.info["test"]()
    kept, digit = {}, 3

    def keep(name, arrays):
        kept[name] = arrays
        keeper(tmp_path)(name, arrays)

    out = evaluator.evaluate(digits, lambda n: x[label != digit] / 127.5 - 1, EVAL, keep=keep)
    # p_d / (p_g + p_d) is 1 there, and .47 elsewhere.
    scores = missing.estimate(x, x[label != digit], test, 3.5, steps=150, filters=(8, 8)).scores
    found, others = scores[test_label == digit] > 0.7, scores[test_label != digit] > 0.7
    assert found.mean() > 0.5 and found.mean() >= 5 * others.mean()
    assert np.median(scores[test_label != digit]) == pytest.approx(0.47, abs=0.06)
    assert out["missed_images_3.5_0.5"] == (scores > 0.5).sum() > (scores > 0.9).sum() == out["missed_images"]
    # A discriminator that sees little but noise learns little.
    assert 0.74 > out["missing_loss_400"] > out["missing_loss_3.5"]
    assert 0.5 < out["missing_accuracy_3.5"] < 0.7
    facts = json.loads((tmp_path / "missing/curve.json").read_text())
    counts = dict(zip(facts["thresholds"], facts["counts"][0], strict=True))
    assert facts["sigma"] == [3.5, 400.0] and facts["of"] == len(test)
    assert [counts[0.5], counts[0.99]] == [out["missed_images_3.5_0.5"], out["missed_images_3.5_0.99"]]
    assert (tmp_path / "missing/curve.png").exists() and not (tmp_path / "missing/gallery_400.png").exists()
    best = scores.argsort()[::-1][: int(out["missed_images"])]
    np.testing.assert_array_equal(kept["missing"]["gallery"][0], test[best][: missing.GALLERY])


def test_samples_of_another_kind_miss_everything(digits, tmp_path):
    one = {"metrics": ("missing",), "samples": 300, "missing": SMALL | {"sigma": 3.5, "steps": 250}}
    noise = np.random.default_rng(0).uniform(-1, 1, (300, 8, 8, 1))
    out = evaluator.evaluate(digits, lambda n: noise, one, keep=keeper(tmp_path))
    everything = len(digits.info["test"]()[0])
    assert out["missed_images_3.5_0.9"] == everything > out["missed_images_3.5_0.99"] > 0
    assert out["missing_accuracy_3.5"] > 0.99 and out["missing_loss_3.5"] < 0.1
    assert (tmp_path / "missing/gallery_3.5.png").exists()


def test_samples_that_are_not_finite_have_no_counts(digits):
    """They would be rounded to black images."""
    one = {"metrics": ("missing",), "samples": 20, "missing": SMALL | {"steps": 1}}
    samples = digits.info["test"]()[0][:20] / 127.5 - 1
    finite = evaluator.evaluate(digits, lambda n: samples, one)
    bad, kept = np.where(np.arange(20)[:, None, None, None] == 5, np.inf, samples), []
    out = evaluator.evaluate(digits, lambda n: bad, one, keep=lambda *args: kept.append(args))
    assert set(out) == set(finite) and all(np.isnan(value) for value in out.values()) and not kept
    assert not any(np.isnan(value) for value in finite.values())


def test_controls_are_other_training_images(digits):
    """No image is both real and a sample, and every control is asked about all of the test images."""
    shown, options = [], EVAL | {"samples": 300, "missing": {"sigma": 3.5}}

    def spy(real, fake, test, sigma, **_):
        shown.append((real, fake, test))
        return missing.Estimate(np.zeros(len(test)), 0.0, 0.5)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missing, "estimate", spy)
        for name, control in controls.of_images(digits, 300):
            if control.index is not None:
                missing.evaluate_control(digits, control, options)
                real, fake, test = shown[-1]
                train, label = digits.info["train"]()
                np.testing.assert_array_equal(real, train[1::2])
                even, zero = train[::2], label[::2] == 0
                expected = {controls.REAL: even, "one mode missing": even[~zero], "collapsed": train[[0] * 300]}[name]
                np.testing.assert_array_equal(fake, expected[:300])
                np.testing.assert_array_equal(test, digits.info["test"]()[0])
    assert len(shown) == 3


def test_controls_have_known_answers(digits):
    made = dict(controls.of_images(digits, 1_000))
    options = EVAL | {"samples": 1_000, "missing": SMALL | {"sigma": 3.5}}
    real = missing.evaluate_control(digits, made[controls.REAL], options)
    assert real["missed_images"] == 0
    collapsed = missing.evaluate_control(digits, made["collapsed"], options)
    assert collapsed["missed_images_3.5_0.5"] > 0.9 * len(digits.info["test"]()[0])


@pytest.mark.parametrize(
    "given", [{"sigma": 0.0}, {"sigma": (3.5, -1.0)}, {"sigma": ()}, {"steps": 0}, {"filters": (3,)}, {"sgima": 1.0}]
)
def test_wrong_options_are_refused(digits, given):
    with pytest.raises(UserError, match="config.eval.missing"):
        evaluator.check(digits, EVAL | {"missing": given})


def test_it_needs_images():
    with pytest.raises(UserError, match="images"):
        missing.require(data.load({"name": "ring"}))
