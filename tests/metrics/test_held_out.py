"""Scores of data of one's own: each with its controls, and what is left out for what reason."""

import numpy as np
import pytest

from ganjax import data
from ganjax.data.images import array_source, fingerprint, to_float
from ganjax.errors import UserError
from ganjax.harness.config import default
from ganjax.metrics import controls, evaluator, missing, model, points, random_features
from ganjax.metrics.neighbours import thinned

IMAGES = {"metrics": ("random_features",), "samples": 180}
POINTS = {"metrics": ("points",), "samples": 500}
FALLBACK = {"fallback": default().eval.fallback, "samples": 180}


def npz(folder, **arrays):
    np.savez(folder / "own.npz", **arrays)
    return data.load({"name": "npz", "path": str(folder / "own.npz")})


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """1,797 digits without their labels."""
    info = data.load({"name": "digits"}).info
    return npz(tmp_path_factory.mktemp("own"), x=np.concatenate([info[part]()[0] for part in ("train", "test")]))


@pytest.fixture(scope="module")
def circle(tmp_path_factory):
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 2_000)
    x = np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.05, (2_000, 2))
    return npz(tmp_path_factory.mktemp("own"), x=x)


def test_controls_of_images_without_labels(digits):
    made = evaluator.controls(digits, IMAGES)
    real = made.pop("real held-out images")
    assert set(real) == {f"{name}_random" for name in ("fid", "kid", "precision", "recall")}
    training = made.pop("training images")
    as_samples = evaluator.evaluate(digits, lambda n: to_float(thinned(digits.info["train"]()[0], n)), IMAGES)
    assert training == pytest.approx(as_samples, rel=1e-4), "scored as a model's samples are"
    assert list(made) == ["collapsed", "blurred noise", "fractal noise"], "without labels no mode can be left out"
    for scores in made.values():
        assert scores["fid_random"] > 5 * real["fid_random"] and scores["kid_random"] > 5 > real["kid_random"]
    for name in ("precision_random", "recall_random"):
        assert real[name] > 0.8 > 0.6 > made["blurred noise"][name]
    assert made["collapsed"]["recall_random"] < 0.05


def test_controls_need_three_neighbours_in_each_half(digits, tmp_path):
    few = npz(tmp_path, x=digits.info["train"]()[0][:100], x_test=digits.info["test"]()[0][:7])
    assert evaluator.evaluate(few, lambda n: to_float(few.info["train"]()[0][:n]), IMAGES | {"samples": 90})
    with pytest.raises(UserError, match="here 4 beside 3"):
        evaluator.controls(few, IMAGES)


def test_training_images_that_are_streamed_are_a_batch(digits, tmp_path):
    x = digits.info["train"]()[0][:500]
    np.savez(tmp_path / "own.npz", x=x)
    streamed = data.load({"name": "npz", "path": str(tmp_path / "own.npz"), "device_bytes": 1})
    assert streamed.stream is not None
    made = dict(controls.of_images(streamed, 100))["training images"]
    assert len(made.x) == 100 and made.label is None and made.index is None
    seen = {image.tobytes() for image in x}
    assert {image.tobytes() for image in np.asarray(made.x)} <= seen


@pytest.mark.parametrize("labelled", [True, False])
def test_images_that_a_file_has_by_class_are_controls_of_all_classes(tmp_path, labelled):
    """Twenty of each class, in order: the first n of them would be of the first classes alone."""
    label = np.repeat(np.arange(10, dtype=np.int32), 20)
    x = (25 * label[:, None, None] + np.zeros((8, 8))).astype(np.uint8)
    labels = {"label": label, "label_test": label} if labelled else {}
    dataset = npz(tmp_path, x=x, x_test=x, **labels)
    held_out, of_file = dataset.info["test"]()
    np.testing.assert_array_equal(np.sort(held_out[:, 0, 0, 0] // 25), label)
    if labelled:
        np.testing.assert_array_equal(of_file, held_out[:, 0, 0, 0] // 25)
    of_training = array_source("npz", x[..., None], labels.get("label"), 10 * labelled)
    assert dataset.info["fingerprint"] == fingerprint(of_training), "a run of such a file goes on"
    again = npz(tmp_path, x=x, x_test=x, **labels).info["test"]()[0]
    np.testing.assert_array_equal(again, held_out)
    made = dict(controls.of_images(dataset, 100))
    for name in (controls.REAL, controls.TRAINING):
        classes = np.asarray(made[name].x)[:, 0, 0, 0] // 25
        assert np.bincount(classes, minlength=10).min() >= 4 and len(classes) == 100, name
        # The inception score is over tenths as they come.
        assert min(len(set(part)) for part in np.split(classes, 10)) >= 4, name
        if labelled:
            np.testing.assert_array_equal(made[name].label, classes)
    assert len(set(model.held_out(dataset, 40).ravel())) >= 8
    if labelled:
        assert 0 not in made["one mode missing"].x and len(made["one mode missing"].x) == 100

    shown = []

    def spy(real, fake, test, sigma, **_):
        shown.extend((real, fake))
        return missing.Estimate(np.zeros(len(test)), 0.0, 0.5)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missing, "estimate", spy)
        missing.evaluate_control(dataset, made[controls.REAL], {"samples": 50, "missing": {"sigma": 3.5}})
    assert all(len(set(part[:, 0, 0, 0])) == 10 for part in shown) and len(shown[1]) == 50


def test_a_few_real_images_are_precise_and_have_low_recall(digits):
    """A collapsed generator of good images: five of those that were trained on, with a little noise."""
    five = np.repeat(digits.info["train"]()[0][:5] / 127.5 - 1, 36, 0)
    five = np.clip(five + np.random.default_rng(0).normal(0, 0.02, five.shape), -1, 1).astype(np.float32)
    many = digits.info["train"]()[0][:180] / 127.5 - 1
    few, all_of_them = (evaluator.evaluate(digits, lambda n, x=x: x, IMAGES) for x in (five, many))
    assert few["precision_random"] > 0.5 and few["recall_random"] < 0.2 and all_of_them["recall_random"] > 0.8
    assert few["fid_random"] > 5 * all_of_them["fid_random"]


def test_the_random_network_is_always_the_same():
    x = np.random.default_rng(0).uniform(-1, 1, (3, 8, 8, 1)).astype(np.float32)
    first = random_features.network((8, 8, 1)).features(x)
    random_features.network.cache_clear()
    np.testing.assert_array_equal(random_features.network((8, 8, 1)).features(x), first)
    assert first.shape == (3, 64) and np.ptp(first, 0).max() > 0.1


def test_controls_of_points(circle):
    made = evaluator.controls(circle, POINTS)
    true, collapsed, noise = made["true samples"], made["collapsed"], made["Gaussian noise"]
    assert set(true) == {"mmd", "sliced_wasserstein", "precision", "recall"}
    assert true["precision"] > 0.85 and true["recall"] > 0.85
    assert collapsed["recall"] < 0.05 and noise["precision"] < 0.5
    for other in (collapsed, noise):
        assert other["mmd"] > 3 * true["mmd"] and other["sliced_wasserstein"] > 2 * true["sliced_wasserstein"]


def test_controls_of_streamed_points(tmp_path):
    x = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
    np.savez(tmp_path / "own.npz", x=x)
    streamed = data.load({"name": "npz", "path": str(tmp_path / "own.npz"), "device_bytes": 1})
    made = dict(controls.of_points(streamed, 150, 1))
    assert {tuple(point) for point in made[controls.POINTS].x} <= {tuple(point) for point in x}
    np.testing.assert_allclose(np.cov(made["Gaussian noise"].x.T), np.cov(x.T), atol=0.5)


def test_points_are_scored_against_those_that_are_held_out(tmp_path):
    """The training points are elsewhere: whoever repeats them is far from the test."""
    rng = np.random.default_rng(0)
    train, test = rng.normal(size=(200, 3)), rng.normal(5, 1, (200, 3))
    found = npz(tmp_path, x=train, x_test=test)
    memorised = evaluator.evaluate(found, lambda n: train, POINTS)
    perfect = evaluator.evaluate(found, lambda n: rng.normal(5, 1, (n, 3)), POINTS)
    assert memorised["precision"] == memorised["recall"] == 0 and perfect["precision"] > 0.8
    assert memorised["mmd"] > 0.5 > 0.05 > perfect["mmd"]
    assert np.isnan(evaluator.evaluate(found, lambda n: np.full((n, 3), np.inf), POINTS)["mmd"])


def test_sliced_wasserstein_in_closed_form():
    """Of a shift s the mean of |s·u|: |s| on a line, 2 |s| / pi in the plane, |s| / 2 in space."""
    x = np.random.default_rng(0).normal(size=(100, 3))
    for d, share in ((1, 1.0), (2, 2 / np.pi), (3, 0.5)):
        found = np.mean([points.sliced_wasserstein(x[:, :d], x[:, :d] + 4 * np.eye(d)[0], seed) for seed in range(8)])
        assert found == pytest.approx(4 * share, rel=1e-9 if d == 1 else 0.05)
    assert points.sliced_wasserstein(x[:30], x[:30]) == 0


def test_the_bandwidth_follows_the_unit_of_the_points():
    x = np.random.default_rng(0).normal(size=(60, 2))
    expected = np.median([((a - b) ** 2).sum() for i, a in enumerate(x) for b in x[:i]])
    assert points.median_bandwidth(x) == pytest.approx(expected)
    assert points.median_bandwidth(100 * x) == pytest.approx(1e4 * expected)
    assert points.median_bandwidth(np.zeros((3, 2))) == 1


@pytest.mark.parametrize("name", ["classes", "resnet", "stacked", "compositional"])
def test_what_needs_labels_is_left_out_of_images_without(digits, name):
    modules, left_out = evaluator.choose(digits, FALLBACK | {"metrics": (name,)})
    assert [evaluator.name_of(module) for module in modules] == ["random_features"]
    assert list(left_out) == [name] and "needs" in left_out[name] and "\n" not in left_out[name]


@pytest.mark.parametrize("name", ["mixtures", "counts", "particles", "mmd"])
def test_what_needs_a_density_is_left_out_of_points(circle, name):
    modules, left_out = evaluator.choose(circle, FALLBACK | {"metrics": (name,)})
    assert [evaluator.name_of(module) for module in modules] == ["points"]
    assert list(left_out) == [name] and "needs" in left_out[name]


def test_what_applies_stays(digits):
    modules, left_out = evaluator.choose(digits, FALLBACK | {"metrics": ("resnet", "missing", "random_features")})
    assert [evaluator.name_of(module) for module in modules] == ["missing", "random_features"]
    assert list(left_out) == ["resnet"] and "labelled images" in left_out["resnet"]
    labelled = data.load({"name": "digits"})
    modules, left_out = evaluator.choose(labelled, FALLBACK | {"metrics": ("resnet",)})
    assert [evaluator.name_of(module) for module in modules] == ["resnet"] and not left_out


def test_attributes_are_no_classes(tmp_path):
    x = np.zeros((40, 8, 8), np.uint8)
    found = npz(tmp_path, x=x, label=np.eye(4)[np.arange(40) % 4])
    modules, left_out = evaluator.choose(found, FALLBACK | {"metrics": ("classes",)})
    assert "one class for each image" in left_out["classes"] and modules


def test_too_few_held_out_are_said(tmp_path):
    found = npz(tmp_path, x=np.zeros((30, 2)))
    assert evaluator.choose(found, FALLBACK | {"metrics": ("mixtures",)})[0] == []
    assert "31" in evaluator.choose(found, FALLBACK | {"metrics": ("mixtures",)})[1]["points"]
    found = npz(tmp_path, x=np.zeros((31, 2)))
    assert evaluator.choose(found, FALLBACK | {"metrics": ("mixtures",)})[0] == [points]


def test_a_metric_that_does_not_exist_is_refused(circle):
    for config in ({"metrics": ("nope",)}, FALLBACK | {"metrics": ("mixtures",), "fallback": ("nope",)}):
        with pytest.raises(UserError, match="there is no metric 'nope'"):
            evaluator.check(circle, config)
    for dataset, config in ((circle, POINTS), (circle, FALLBACK | {"metrics": ("mixtures",)})):
        with pytest.raises(UserError, match="samples of at least 4"):
            evaluator.check(dataset, config | {"samples": 3})
