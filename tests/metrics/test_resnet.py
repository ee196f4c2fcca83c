"""The residual evaluator: its distances and variances against closed forms, and a tiny one on digits."""

import numpy as np
import pytest

from ganjax import data
from ganjax.errors import UserError
from ganjax.metrics import classifier, evaluator, resnet
from ganjax.metrics.frechet import frechet_distance

EVAL = {"metrics": ("resnet",), "samples": 90, "evaluator": {"filters": (8, 16), "blocks": 1, "stride": 1}}


def never(*_):
    raise AssertionError("trained again")


def test_the_frechet_distance_of_gaussians():
    """Of diagonal covariances: |m|² + sum (s1 - s2)²; whitened samples have these moments exactly."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 3))
    x = np.linalg.solve(np.linalg.cholesky(np.cov(x.T)), (x - x.mean(0)).T).T
    s1, s2, shift = np.array([1.0, 2.0, 0.5]), np.array([1.0, 0.3, 0.0]), np.array([0.0, 3.0, 4.0])
    found = frechet_distance(x * s1, x * s2 + shift)
    np.testing.assert_allclose(found, 25 + ((s1 - s2) ** 2).sum(), rtol=1e-6)
    assert frechet_distance(x, x) == pytest.approx(0, abs=1e-6)
    # Not only for covariances that commute.
    turned = x @ np.linalg.qr(rng.normal(size=(3, 3)))[0] * s1
    assert frechet_distance(turned, x * s2) == pytest.approx(frechet_distance(x * s2, turned), rel=1e-6)
    with pytest.raises(ValueError, match="alike"):
        frechet_distance(x, x[:, :2])
    assert np.isnan(frechet_distance(np.where(x == x[0], np.inf, x), x)), "samples of a run that overflows"


def test_the_variance_is_within_classes():
    features = np.array([[0.0, 0], [2, 0], [10, 1], [10, 5], [7, 7]])
    label = np.array([0, 0, 1, 1, 2])
    assert resnet.intra_class_variance(features, label) == pytest.approx((1.0 + 4.0) / 2)
    assert resnet.intra_class_variance(features, label[:, None]) == pytest.approx(features.var(0, ddof=1).mean())


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANJAX_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(classifier, "_EPOCHS", 16)
        yield data.load({"name": "digits"})


def test_samples_that_are_not_finite_are_no_class(digits):
    images = np.concatenate([np.zeros((80, 8, 8, 1)), np.full((10, 8, 8, 1), np.nan)])
    scores = resnet.evaluate(digits, images.astype(np.float32), EVAL)
    assert scores.pop("classifier_accuracy") > 0.6
    assert {"modes", "kl", "fid_resnet", "inception_score"} <= set(scores) and np.isnan([*scores.values()]).all()


def test_real_digits_score_higher_than_noise(digits):
    made = evaluator.controls(digits, EVAL)
    real = made["real held-out images"]
    assert made["collapsed"]["variance"] == 0 and made["collapsed"]["fid_resnet"] > 2 * real["fid_resnet"]
    assert made["one mode missing"]["fid_resnet"] > real["fid_resnet"]
    assert made["blurred noise"]["fid_resnet"] > 2 * real["fid_resnet"]
    assert real["classifier_accuracy"] > 0.6 and real["accuracy"] > 0.6
    labels = np.arange(90) % 10
    noise = evaluator.evaluate(
        digits, lambda n: np.random.default_rng(0).uniform(-1, 1, (n, 8, 8, 1)).astype(np.float32), EVAL, labels
    )
    assert set(noise) == set(real)
    assert noise["fid_resnet"] > 2 * real["fid_resnet"]
    judge = resnet.classifier(digits, EVAL, progress=never)
    assert evaluator.weights(digits, EVAL) == {"resnet": judge.digest}
    assert noise["accuracy"] < 0.35 and noise["inception_score"] < real["inception_score"]
    x, label = digits.info["train"]()
    chosen = np.concatenate([np.flatnonzero(label == c)[:9] for c in range(10)])
    asked = evaluator.evaluate(digits, lambda n: x[chosen] / 127.5 - 1, EVAL, label[chosen])
    assert asked["accuracy"] > 0.6 and asked["modes"] == 10
    assert 0 < asked["worst_class_accuracy"] <= asked["accuracy"]
    wrong = np.where(label[chosen] == 3, 4, np.where(label[chosen] == 4, 3, label[chosen]))  # two classes swapped
    swapped = evaluator.evaluate(digits, lambda n: x[chosen] / 127.5 - 1, EVAL, wrong)
    assert swapped["worst_class_accuracy"] < 0.3 < swapped["accuracy"]
    unasked = evaluator.evaluate(digits, lambda n: x[chosen] / 127.5 - 1, EVAL)
    assert (
        "accuracy" not in unasked
        and "worst_class_accuracy" not in unasked
        and unasked["inception_score"] == asked["inception_score"]
    )


def test_attributes_have_no_inception_score(digits, tmp_path):
    x, label = digits.info["train"]()
    attributes = np.stack([label % 2, label > 4], -1).astype(np.float32)
    np.savez(tmp_path / "a.npz", x=x[:300], label=attributes[:300])
    found = data.load({"name": "npz", "path": str(tmp_path / "a.npz"), "device_bytes": 1 << 30, "split": "train"})
    out = evaluator.evaluate(found, lambda n: x[:50] / 127.5 - 1, EVAL, attributes[:50])
    features = {f"{name}_resnet" for name in ("fid", "kid", "precision", "recall")}
    assert features | {"accuracy", "variance", "classifier_accuracy"} == set(out)
    assert 0.4 < out["accuracy"] <= 1


def test_what_it_refuses():
    with pytest.raises(UserError, match="labelled images"):
        resnet.require(data.load({"name": "ring"}))
    with pytest.raises(UserError, match="stacked"):
        resnet.require(data.load({"name": "stacked_digits"}))
