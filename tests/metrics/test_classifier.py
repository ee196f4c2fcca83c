"""The classifier and the metrics that rest on it, on scikit-learn's digits."""

import dataclasses

import flax.linen as nn
import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.files import cache_directory
from ganjax.metrics import classes, classifier, controls, evaluator, random_features, rejects, stacked


class Tiny(nn.Module):
    """Two classes from a single linear layer, with the state and the noise that a larger network may have."""

    @nn.compact
    def __call__(self, x, *, train=False):
        x = nn.BatchNorm(use_running_average=not train)(x.reshape(len(x), -1))
        return nn.Dense(2)(nn.Dropout(0.1, deterministic=not train)(x))


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    directory = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANJAX_CACHE", str(directory))
        yield directory


@pytest.fixture(scope="module")
def digits(cache):
    return data.load({"name": "digits"})


@pytest.fixture(scope="module")
def trained(digits):
    calls = []
    out = classifier.of(digits, progress=lambda done, total: calls.append((done, total)))
    assert calls and calls[-1][0] == calls[-1][1]
    return out


def never(*_):
    raise AssertionError("trained again")


def test_it_learns_the_digits(trained, digits):
    assert trained.accuracy >= 0.95 and trained.seconds > 0
    x, label = digits.info["test"]()
    p = trained.probabilities(to_float(x))
    assert p.shape == (len(x), 11) and isinstance(p, np.ndarray)
    np.testing.assert_allclose(p.sum(1), 1, rtol=1e-5)
    assert (p.argmax(1) == label).mean() == pytest.approx(trained.accuracy)
    np.testing.assert_allclose(trained.probabilities(x), p, rtol=1e-5)
    np.testing.assert_allclose(trained.probabilities(to_float(x[:3])), p[:3], rtol=1e-4, atol=1e-6)


def test_it_is_read_back_from_the_cache(trained, digits, cache):
    assert len(list(cache.iterdir())) == 1
    classifier._READY.clear()
    again = classifier.of(digits, progress=never)
    assert (again.accuracy, again.seconds, again.digest) == (trained.accuracy, trained.seconds, trained.digest)
    x = digits.info["test"]()[0]
    np.testing.assert_array_equal(again.probabilities(x), trained.probabilities(x))


def test_another_test_set_is_measured_and_nothing_trained(trained, digits):
    x, label = digits.info["test"]()
    facts = classifier.labelled(digits)
    half = len(x) // 2
    for test in ((x[:half], label[:half]), (x[:half], (label[:half] + 1) % 10)):
        again = classifier.digit_classifier(**facts | {"test": test}, reject_class=True, progress=never)
        assert again.accuracy == pytest.approx((trained.probabilities(test[0]).argmax(1) == test[1]).mean())
        assert 0 < again.false_accepts < 0.08 and again.seconds == trained.seconds
    whole = classifier.digit_classifier(**facts, reject_class=True, progress=never)
    assert (whole.accuracy, whole.false_accepts) == (trained.accuracy, trained.false_accepts)


def test_results_name_the_classifier_by_its_parameters(trained, digits):
    assert evaluator.weights(digits, {"metrics": ("classes",)}) == {"classes": trained.digest}
    assert dataclasses.replace(trained, accuracy=0.5, test="other").digest == trained.digest
    leaves, structure = jax.tree.flatten(trained.variables)
    leaves[0] = np.nextafter(leaves[0], np.float32(2))
    assert dataclasses.replace(trained, variables=structure.unflatten(leaves)).digest != trained.digest


def test_a_process_reads_the_data_once_for_many_scores(trained, digits, monkeypatch):
    """Reading 60,000 images, and compiling the classifier, took ten times as long as scoring 2,000."""
    before = classifier.judge(digits)
    assert before.classifier.accuracy == trained.accuracy
    label = digits.info["train"]()[1]
    np.testing.assert_allclose(before.marginal, np.bincount(label) / len(label))
    monkeypatch.setattr(classifier, "labelled", never)
    assert classifier.judge(digits) is before
    monkeypatch.setenv("GANJAX_CACHE", "elsewhere")
    with pytest.raises(AssertionError, match="trained again"):
        classifier.judge(digits)


def test_another_test_set_of_the_same_digits_has_a_judge_and_references_of_its_own(trained, digits):
    x, label = digits.info["test"]()
    other = digits._replace(info=digits.info | {"test": lambda: (x[:40], label[:40])})
    assert classifier.judge(digits).classifier.test != classifier.judge(other).classifier.test
    for dataset, n in ((digits, len(x)), (other, 40), (digits, len(x))):
        assert len(random_features._reference(dataset)) == n


def test_a_damaged_cache_is_trained_again(tmp_path, monkeypatch):
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path))
    rng = np.random.default_rng(0)
    x = rng.integers(0, 255, (64, 8, 8, 1)).astype(np.uint8)
    examples = (x, (x[:, 0, 0, 0] > 127).astype(np.int32))
    monkeypatch.setattr(classifier, "_EPOCHS", 1)

    def train(**keywords):
        return classifier.digit_classifier(examples, examples, 2, "print", module=Tiny(), **keywords)

    first = train()
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    calls = []
    for damage in (b"", b"not msgpack", whole[: len(whole) // 2]):
        path.write_bytes(damage)
        calls.clear()
        again = train(progress=lambda *args: calls.append(args))
        assert calls and again.accuracy == first.accuracy
        assert [p.name for p in tmp_path.iterdir()] == [path.name]
        train(progress=never)
    calls.clear()
    train(progress=lambda *args: calls.append(args), retrain=True)
    assert calls


def test_cache_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("GANJAX_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory() == tmp_path / "ganjax"
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / "own"))
    assert cache_directory() == tmp_path / "own"


def test_a_cache_that_cannot_be_written_is_only_a_warning(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(classifier, "_EPOCHS", 1)
    x = np.zeros((32, 8, 8, 1), np.uint8)
    with pytest.warns(UserWarning, match="not kept"):
        classifier.digit_classifier((x, np.zeros(32)), (x, np.zeros(32)), 2, "print", module=Tiny())


def noise(shape, seed=0):
    """What `controls.blurred_noise` is, by another seed."""
    return controls.blurred_noise(shape, seed=seed + 100)


def test_rejects_are_images_of_every_kind(digits):
    x, label = digits.info["train"]()
    for kind in rejects.KINDS:
        made = rejects.rejects(x, label, 12, 3, (kind,))
        assert made.shape == (12, 8, 8, 1) and made.dtype == np.uint8 and made.std() > 5
        np.testing.assert_array_equal(made, rejects.rejects(x, label, 12, 3, (kind,)))
        assert (made != rejects.rejects(x, label, 12, 4, (kind,))).any()
    assert len(rejects.rejects(x, label, 45, 0)) == 45 and len(rejects.rejects(x, label, 2, 0)) == 2
    colour = np.repeat(x[:50], 3, -1)
    assert rejects.rejects(colour, label[:50], 22, 0).shape == (22, 8, 8, 3)
    soft = rejects.softened(x, 0)
    assert soft.shape == x.shape and 0 < np.abs(soft.astype(int) - x).mean() < 30


def test_smooth_fields_have_the_correlation_of_their_width():
    """White noise blurred by s has a correlation of exp(-d² / 4 s²) at a distance of d."""
    fields = rejects.smooth_fields(np.random.default_rng(0), (400, 16, 16, 1), 2.0)[..., 0]
    assert fields.std() == pytest.approx(1, abs=0.05)
    for d in (1, 2, 4):
        found = np.mean(fields[:, :, d:] * fields[:, :, :-d]) / np.mean(fields**2)
        assert found == pytest.approx(np.exp(-(d**2) / 16), abs=0.05)


def test_fractal_noise_has_its_lattices_and_is_of_no_kind_that_a_classifier_has_seen():
    x = controls.fractal_noise((500, 16, 16, 1))
    assert x.dtype == np.float32 and np.abs(x).max() < 1 and abs(x.mean()) < 0.02
    np.testing.assert_array_equal(x, controls.fractal_noise((500, 16, 16, 1)))
    assert (x != controls.fractal_noise((500, 16, 16, 1), seed=1)).any()
    assert not any("fractal" in kind for kind in rejects.KINDS)
    # One octave is 0 at its lattice's points, and its slopes there are unit vectors.
    fine = controls._octave(np.random.default_rng(0), (20, 4 * 101, 4 * 101, 1), 4)[..., 0]
    at = [101 * i for i in range(1, 4)]  # the pixels just after inner points of the lattice
    corner = fine[:, at][:, :, at]
    assert np.abs(corner).max() < 0.02
    down, right = fine[:, [i + 1 for i in at]][:, :, at] - corner, fine[:, at][:, :, [i + 1 for i in at]] - corner
    np.testing.assert_allclose(np.hypot(down, right) * 101, 1, atol=0.05)


def test_the_classifier_tells_digits_from_noise(trained, digits):
    assert trained.false_accepts < 0.08
    for seed, shape in enumerate([(200, 8, 8, 1)] * 2):
        assert (trained.probabilities(noise(shape, seed))[:, :-1].max(-1) >= 0.9).mean() < 0.02
    x, label = digits.info["test"]()
    p = trained.probabilities(x)
    assert ((p[:, :-1].max(-1) >= 0.9) & (p.argmax(-1) == label)).mean() > 0.75


def test_classes(trained, digits):
    config = {"metrics": ("classes",), "samples": 180}
    made = evaluator.controls(digits, config, lambda n, number: np.zeros((n, 8, 8, 1), np.float32))
    real = made["real held-out images"]
    assert real["modes"] == 10 and real["missed"] == 0 and real["kl"] < 0.1 and real["qualified"] > 0.75
    assert real["mode_score"] > 7.5 and real["high_quality"] > 0.85
    assert real["classifier_accuracy"] == trained.accuracy and real["false_accepts"] == trained.false_accepts
    assert made["one mode missing"]["modes"] == 9 and made["collapsed"]["modes"] <= 1
    for name in ("blurred noise", "fractal noise", "untrained generator"):
        assert made[name]["modes"] == 0 and made[name]["qualified"] < 0.02 and made[name]["kl"] == np.log(10)
        assert made[name]["inception_score"] < 1.2
    x, label = digits.info["train"]()
    one = evaluator.evaluate(digits, lambda n: to_float(x[label == 3][:n]), config)
    assert one["inception_score"] < 1.5 and one["mode_score"] < 1.5 and one["kl"] > 1.5
    some = evaluator.evaluate(digits, lambda n: to_float(x[label != 3][:n]), config)
    assert some["mode_score"] < real["mode_score"] and set(some) == set(real)
    assert all(isinstance(value, float) for value in some.values())


class Exact:
    """A classifier that knows certain images by heart, and takes all others for none of them."""

    accuracy, false_accepts = 1.0, 0.0

    def __init__(self, x, label):
        self.known = {image.tobytes(): number for image, number in zip(to_float(x), label, strict=True)}

    def probabilities(self, x):
        return np.eye(11)[[self.known.get(np.ascontiguousarray(image).tobytes(), 10) for image in to_float(x)]]


def test_stacked_controls_have_known_answers(monkeypatch, cache):
    dataset = data.load({"name": "stacked_digits"})
    exact = classifier.Judge(Exact(*dataset.info["digits"]["test"]), np.full(10, 0.1))
    monkeypatch.setattr(classifier, "judge", lambda *_: exact)
    grey = lambda n, number: np.zeros((n, 8, 8, 3), np.float32)  # noqa: E731
    made = evaluator.controls(dataset, {"metrics": ("stacked",), "samples": 26_000}, grey)
    assert list(made)[0] == "real held-out images" and made["real held-out images"]["modes"] == 1000
    assert made["one mode missing"]["modes"] == 900 and made["one mode missing"]["qualified"] == 1
    assert made["collapsed"]["modes"] == 1 and made["collapsed"]["kl"] == pytest.approx(np.log(1000))
    for name in ("blurred noise", "fractal noise", "untrained generator"):
        assert made[name]["modes"] == 0 and made[name]["qualified"] == 0 and made[name]["missed"] == 1000
        assert made[name]["kl"] == pytest.approx(np.log(1000)) and made[name]["high_quality"] == 0
        assert made[name]["inception_score"] == pytest.approx(1)


def test_stacked(trained, cache):
    dataset = data.load({"name": "stacked_digits"})
    config = {"metrics": ("stacked",), "samples": 3000}
    asked = []

    def held_out(n):
        asked.append(n)
        return to_float(dataset.info["test"]()[0][:n])

    out = evaluator.evaluate(dataset, held_out, config)
    assert asked == [3000] and out["modes"] > 600 and out["qualified"] > 0.4
    assert 6 < out["inception_score"] <= 10 and out["inception_score_triple"] > 200
    noisy = evaluator.evaluate(dataset, lambda n: noise((n, 8, 8, 3)), config)
    assert set(noisy) == set(out) and noisy["modes"] <= 1 and noisy["qualified"] < 0.001
    # One channel of noise is enough for a stack not to count.
    x = held_out(200)
    x[..., 1:2] = noise((200, 8, 8, 1))
    assert evaluator.evaluate(dataset, lambda n: x, {**config, "samples": 200})["qualified"] < 0.05
    one = np.repeat(held_out(1), 100, 0)
    collapsed = evaluator.evaluate(dataset, lambda n: one[:n], {**config, "samples": 100})
    assert collapsed["modes"] <= 1 and collapsed["inception_score"] == pytest.approx(1, abs=1e-4)


@pytest.mark.slow
def test_stacked_mnist_tells_digits_from_noise(cache):
    """With the classifier as it is used: 28 x 28, some two minutes of one core."""
    try:
        dataset = data.load({"name": "stacked_mnist"}, (28, 28, 3))
    except UserError as error:
        pytest.skip(str(error))
    made = evaluator.controls(dataset, {"metrics": ("stacked",), "samples": 26_000})
    real, missing = (made[name] for name in ("real held-out images", "one mode missing"))
    assert real["classifier_accuracy"] >= 0.985 and real["qualified"] > 0.85
    assert real["modes"] >= 990 and real["inception_score"] > 9.2
    assert 890 <= missing["modes"] <= 930
    for noisy in (made["blurred noise"], made["fractal noise"]):
        assert noisy["modes"] <= 10 and noisy["qualified"] <= 0.02
    assert made["collapsed"]["modes"] <= 1


def test_data_that_have_no_classes(digits):
    ring = data.load({"name": "ring"})
    with pytest.raises(UserError, match="labelled images"):
        classes.evaluate(ring, np.zeros((4, 2)), {})
    with pytest.raises(UserError, match="needs stacked data"):
        stacked.evaluate(digits, np.zeros((4, 8, 8, 1)), {})
    with pytest.raises(UserError, match="'stacked', not 'classes'"):
        classes.evaluate(data.load({"name": "stacked_digits"}), np.zeros((4, 8, 8, 3)), {})


@pytest.mark.parametrize("name", ["nope", "evaluator", "../scores", "scores", "_hidden"])
def test_unknown_metrics(name):
    dataset = data.load({"name": "ring"})
    with pytest.raises(UserError, match="there is no metric"):
        evaluator.evaluate(dataset, None, {"metrics": (name,), "samples": 1})


def test_no_metrics_need_no_samples():
    assert evaluator.evaluate(data.load({"name": "ring"}), None, {"metrics": (), "samples": 9}) == {}
