"""Inception-v3: the network is that of `pytorch-fid`; what the metric makes of features and logits."""

import hashlib

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data import images
from ganjax.data.images import to_float
from ganjax.errors import UserError
from ganjax.harness.config import default, plain
from ganjax.metrics import evaluator, inception, weights
from ganjax.metrics.frechet import frechet_distance
from ganjax.metrics.kid import kid
from ganjax.metrics.neighbours import thinned
from ganjax.metrics.scores import inception_score
from ganjax.networks.inception import Inception, _foreign, expected, from_pytorch


def names_and_shapes():
    """PyTorch name -> shape of every variable."""
    out = {}
    for path, leaf in jax.tree_util.tree_leaves_with_path(expected()):
        shape = leaf.shape[::-1]
        if len(shape) == 4:
            o, i, w, h = shape
            shape = (o, i, h, w)
        out[_foreign(tuple(key.key for key in path))] = shape
    return out


def random_weights(seed=0):
    """Weights of every size and sign, with which activations stay of the size of the images."""
    rng, out = np.random.default_rng(seed), {}
    for name, shape in names_and_shapes().items():
        if len(shape) > 1:
            value = rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape)
        elif name.endswith(("running_var", "bn.weight")):
            value = rng.uniform(0.5, 1.5, shape)
        else:
            value = rng.normal(0, 0.1, shape)
        out[name] = value.astype(np.float32)
    return out


def test_the_variables_are_those_of_the_pytorch_form():
    shapes = names_and_shapes()
    assert len(shapes) == 94 * 5 + 1  # convolutions with batch norm, and the logits
    assert shapes["fc.weight"] == (1008, 2048) and shapes["Conv2d_1a_3x3.conv.weight"] == (32, 3, 3, 3)
    assert shapes["Mixed_6b.branch7x7_2.conv.weight"] == (128, 128, 1, 7)
    assert shapes["Mixed_7c.branch3x3dbl_3b.bn.running_mean"] == (384,)
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    variables = from_pytorch(arrays | {"AuxLogits.fc.weight": np.zeros(3), "fc.bias": np.zeros(1008)})
    block = variables["params"]["Mixed_6b"]["branch7x7_2"]
    expected_kernel = arrays["Mixed_6b.branch7x7_2.conv.weight"].astype(np.float32)
    np.testing.assert_array_equal(block["conv"]["kernel"][0, 5, 7, 9], expected_kernel[9, 7, 0, 5])
    np.testing.assert_array_equal(variables["params"]["fc"]["kernel"].T, arrays["fc.weight"].astype(np.float32))
    for changed, words in (
        ({"fc.weight": np.zeros((1000, 2048))}, "fc.weight has the shape"),
        ({"Mixed_5b.branch1x1.bn.bias": np.full(64, np.nan)}, "not finite"),
    ):
        with pytest.raises(ValueError, match=words):
            from_pytorch(arrays | changed)
    del arrays["Mixed_7a.branch3x3_1.bn.weight"]
    with pytest.raises(ValueError, match="no Mixed_7a.branch3x3_1.bn.weight"):
        from_pytorch(arrays)


def test_the_network_is_that_of_pytorch_fid(monkeypatch, tmp_path):
    torch = pytest.importorskip("torch")
    theirs = pytest.importorskip("pytorch_fid.inception")
    arrays = random_weights()
    state = {name: torch.tensor(value) for name, value in arrays.items()}
    state["fc.bias"] = torch.randn(1008)
    # Their module has counters of batches as well.
    counters = {f"{name.removesuffix('weight')}num_batches_tracked" for name in arrays if name.endswith("bn.weight")}
    state |= {name: torch.tensor(1) for name in counters}
    monkeypatch.setattr(theirs, "load_state_dict_from_url", lambda *args, **kwargs: state)
    network = theirs.InceptionV3().eval()
    for zipped in (True, False):
        torch.save(state, tmp_path / "w.pth", _use_new_zipfile_serialization=zipped)
        found, _ = weights.read(tmp_path / "w.pth")
        np.testing.assert_array_equal(found["fc.weight"], arrays["fc.weight"])
    variables, rng = from_pytorch(found), np.random.default_rng(1)
    for shape in ((2, 32, 32, 3), (1, 340, 310, 3)):  # one is enlarged, one made smaller
        x = rng.integers(0, 256, shape, np.uint8)
        with torch.no_grad():
            features = network(torch.tensor(x.transpose(0, 3, 1, 2) / 255, dtype=torch.float32))[0][..., 0, 0].numpy()
        ours = jax.jit(Inception().apply)(variables, to_float(x))
        assert features.std() > 0.1
        np.testing.assert_allclose(ours[0], features, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(ours[1], features @ arrays["fc.weight"].T, rtol=1e-4, atol=1e-4)


@pytest.fixture
def linear(monkeypatch, tmp_path):
    """A linear map in the network's place, and a file of its weights."""
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "w.npz", features=rng.normal(size=(192, 6)), logits=rng.normal(size=(6, 5)))
    monkeypatch.setattr(inception, "from_pytorch", dict)

    def apply(variables, x):
        features = x.reshape(len(x), -1) @ variables["features"]
        return features, features @ variables["logits"]

    monkeypatch.setattr(inception, "_apply", apply)
    inception._load.cache_clear()
    yield tmp_path / "w.npz", apply
    inception._load.cache_clear()


def test_scores_have_plain_names_and_the_weights_their_digest(linear):
    path, apply = linear
    digits = data.load({"name": "digits"})
    config = default().eval
    config.inception, config.samples = str(path), 60
    assert evaluator.weights(digits, config) == {"inception": hashlib.sha256(path.read_bytes()).hexdigest()}
    rng = np.random.default_rng(3)
    samples = np.clip(rng.normal(size=(60, 8, 8, 1)), -1, 1).astype(np.float32)
    found = evaluator.evaluate(digits, lambda n: samples, config)
    arrays = dict(np.load(path))

    def of(x):
        return apply(arrays, np.repeat(np.round(x * 127.5 + 127.5), 3, -1) / 127.5 - 1)

    features, logits = of(samples)
    reference, _ = of(to_float(digits.info["train"]()[0]))
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    assert found["fid"] == pytest.approx(frechet_distance(features, reference), rel=1e-3)
    assert found["kid"] == pytest.approx(kid(features, reference), rel=1e-3)
    assert found["inception_score"] == pytest.approx(
        np.mean([inception_score(part) for part in np.split(p, 10)]), 1e-3
    )
    assert {"precision_inception", "recall_inception"} <= set(found)
    # The reference is read from the cache again.
    assert evaluator.evaluate(digits, lambda n: samples, config) == found
    # Real samples are nearer.
    test = to_float(digits.info["test"]()[0][:60])
    real = evaluator.evaluate(digits, lambda n: test, config)
    assert real["fid"] < found["fid"] / 3 and real["kid"] < found["kid"] / 3
    assert real["precision_inception"] > found["precision_inception"]


def test_streamed_training_images_are_embedded_a_block_at_a_time(linear, tmp_path, monkeypatch):
    """All of them, and to the same features."""
    monkeypatch.setattr(images, "BLOCK", 100)  # a multiple of a batch
    monkeypatch.setattr(images, "SCORED_BYTES", 1)
    monkeypatch.setattr(inception, "_KID", 60)
    path, _ = linear
    config = {"inception": str(path), "samples": 60}
    whole, streamed = (data.load({"name": "digits", "device_bytes": limit}) for limit in (None, 1))
    blocks, sizes = streamed.info["train_blocks"], []
    streamed.info["train_blocks"] = lambda: ((sizes.append(len(x)), (x, label))[1] for x, label in blocks())
    samples = to_float(whole.info["test"]()[0][:60])
    scores = []
    for folder, dataset in (("one", whole), ("two", streamed)):
        monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / folder))
        scores.append(inception.evaluate(dataset, samples, config))
    assert scores[0] == scores[1] and max(sizes) == 100 and sum(sizes) == 1617
    loaded = inception.load(config)
    features, reference = (inception.embed(loaded.variables, x)[0] for x in (samples, whole.info["train"]()[0]))
    assert scores[0]["kid"] == pytest.approx(kid(features, thinned(reference, 60)), rel=1e-3)


def test_samples_that_are_not_finite_have_no_scores(linear):
    """They would be rounded to black images."""
    path, _ = linear
    digits, config = data.load({"name": "digits"}), {"inception": str(path), "samples": 60}
    samples = to_float(digits.info["test"]()[0][:60])
    finite = inception.evaluate(digits, samples, config)
    samples[7, 3, 3] = np.nan
    scores = inception.evaluate(digits, samples, config)
    assert set(scores) == set(finite) and all(np.isnan(value) for value in scores.values())
    assert not any(np.isnan(value) for value in finite.values())


def test_the_evaluators_own_score_gets_another_name(linear, monkeypatch):
    import types

    path, _ = linear
    own = types.SimpleNamespace(__name__="own", evaluate=lambda *args: {"inception_score": 3.0, "modes": 2.0})
    both = [own, inception]
    monkeypatch.setattr(evaluator, "_modules", lambda config: both)
    digits = data.load({"name": "digits"})
    x = to_float(digits.info["test"]()[0][:40])
    found = evaluator.evaluate(digits, lambda n: x, {"samples": 40, "inception": str(path)})
    assert found["inception_score_evaluator"] == 3 and found["modes"] == 2 and found["inception_score"] != 3


def test_it_comes_last_and_only_with_a_file():
    names = [m.__name__.split(".")[-1] for m in evaluator._modules({"metrics": ("classes",), "inception": "w.npz"})]
    assert names == ["classes", "inception"]
    assert [m.__name__ for m in evaluator._modules({"metrics": ("classes",), "inception": ""})] == [
        "ganjax.metrics.classes"
    ]
    digits = data.load({"name": "digits"})
    without = {"metrics": ("random_features",)}  # of no network that is trained or read
    assert plain(default())["eval"]["inception"] == "" and evaluator.weights(digits, without) == {}
    with pytest.raises(UserError, match="config.eval.inception=FILE"):
        evaluator.check(digits, {"metrics": ("inception",)})


def test_what_it_refuses(linear, tmp_path, monkeypatch):
    path, _ = linear
    with pytest.raises(UserError, match="images"):
        inception.require(data.load({"name": "ring"}))
    digits = data.load({"name": "digits"})
    with pytest.raises(UserError, match="at least 10"):
        evaluator.check(digits, {"inception": str(path), "samples": 9})
    monkeypatch.undo()
    inception._load.cache_clear()
    with pytest.raises(UserError, match="another network"):
        evaluator.check(digits, {"inception": str(path)})
    with pytest.raises(UserError, match="cannot read the weights"):
        evaluator.check(digits, {"inception": str(tmp_path / "none.pth")})
