"""Images: digits, stacks, .npz files, TFDS, what is held out, and what is said of a user's mistakes."""

import os
import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.data import images, npz
from ganjax.errors import UserError
from ganjax.metrics import classifier

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "tfds"
TFDS = Path(os.environ.get("TFDS_DATA_DIR") or SHARED)
needs_tfds = pytest.mark.skipif(
    not (TFDS / "mnist").is_dir(), reason=f"no prepared MNIST in {TFDS} (set TFDS_DATA_DIR)"
)


def test_imports_are_light():
    code = (
        "import sys, ganjax.data, ganjax.metrics, ganjax.metrics.mixtures, ganjax.metrics.evaluator;"
        "heavy = {'tensorflow_datasets', 'sklearn', 'matplotlib', 'grain', 'PIL'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


def test_pixels_become_floats_in_the_unit_interval():
    pixels = np.arange(256).astype(np.uint8)
    for x in (images.to_float(pixels), np.asarray(jax.jit(images.to_float)(pixels))):
        assert x.dtype == np.float32 and x.min() == -1 and x.max() == 1
        np.testing.assert_allclose(np.diff(x), 2 / 255, rtol=1e-4)


def test_digits():
    dataset = data.load({"name": "digits"})
    assert dataset.x_shape == (8, 8, 1) and dataset.n_classes == 10
    (train, train_label), (test, test_label) = dataset.info["train"](), dataset.info["test"]()
    assert train.shape == (1617, 8, 8, 1) and test.shape == (180, 8, 8, 1) and train.dtype == np.uint8
    assert set(train_label) == set(test_label) == set(range(10))
    draw = jax.jit(lambda sample, key: sample(key, 500))
    batch = draw(dataset.sample, jax.random.key(0))
    assert batch["x"].dtype == np.float32 and batch["label"].dtype == np.int32
    assert batch["x"].min() == -1 and batch["x"].max() == 1
    # Every drawn image is one of the training set, with its own label.
    known = {image.tobytes(): label for image, label in zip(train, train_label, strict=True)}
    back = np.round(np.asarray(batch["x"]) * 127.5 + 127.5).astype(np.uint8)
    assert all(known[x.tobytes()] == y for x, y in zip(back, np.asarray(batch["label"]), strict=True))
    again = draw(dataset.sample, jax.random.key(0))
    np.testing.assert_array_equal(batch["x"], again["x"])
    assert draw._cache_size() == 1


def test_sampling_is_uniform():
    x = np.arange(10, dtype=np.uint8)[:, None, None, None]
    dataset = images.dataset(images.array_source("ten", x, np.arange(10), 10, lambda: (x, None)), {})
    counts = np.bincount(dataset.sample(jax.random.key(0), 20_000)["label"], minlength=10)
    assert (np.abs(counts - 2000) < 5 * np.sqrt(1800)).all()


def test_resizing_and_colours():
    grey = data.load({"name": "digits"}, (28, 28, 1)).info["train"]()[0]
    colour = data.load({"name": "digits"}, (28, 28, 3)).info["train"]()[0]
    assert grey.shape[1:] == (28, 28, 1) and colour.shape[1:] == (28, 28, 3)
    np.testing.assert_array_equal(colour, np.repeat(grey, 3, -1))
    np.testing.assert_array_equal(images.fit_all(colour, (28, 28, 1)), grey)
    # A picture that is wider than asked loses its sides, not its proportions.
    wide = np.zeros((1, 4, 8, 1), np.uint8)
    wide[:, :, 2:6] = 200
    np.testing.assert_array_equal(images.fit_all(wide, (4, 4, 1)), 200)
    with pytest.raises(UserError, match="2 channels"):
        data.load({"name": "digits"}, (8, 8, 2))


def test_stacked_digits():
    dataset = data.load({"name": "stacked_digits"}, (28, 28, 3))
    assert dataset.x_shape == (28, 28, 3) and dataset.n_classes == 1000
    batch = jax.jit(lambda sample, key: sample(key, 200))(dataset.sample, jax.random.key(0))
    x, label = np.asarray(batch["x"]), np.asarray(batch["label"])
    digits, digit_labels = dataset.info["digits"]["train"]
    known = {d.tobytes(): y for d, y in zip(digits, digit_labels, strict=True)}
    back = np.round(x * 127.5 + 127.5).astype(np.uint8)
    channels = np.moveaxis(back, -1, 1)
    found = np.array([[known[channel.tobytes()] for channel in stack] for stack in channels])
    np.testing.assert_array_equal(found @ [100, 10, 1], label)
    # The channels are independent draws.
    assert np.abs(np.corrcoef(found.T) - np.eye(3)).max() < 0.3 and (found[:, 0] != found[:, 1]).any()
    stacks, labels = dataset.info["test"]()
    assert stacks.shape == (26_000, 28, 28, 3) and stacks.dtype == np.uint8 and len(set(labels)) == 1000
    assert data.load({"name": "stacked_digits"}).x_shape == (8, 8, 3)
    with pytest.raises(UserError, match="3 channels"):
        data.load({"name": "stacked_digits"}, (28, 28, 1))


def test_fingerprint_tells_data_apart():
    x = np.random.default_rng(0).integers(0, 255, (20, 4, 4, 1)).astype(np.uint8)
    label = np.arange(20)
    variants = [("a", x, label), ("b", x, label), ("a", x + 1, label), ("a", x, label[::-1])]
    prints = {images.fingerprint(images.array_source(*facts, 20)) for facts in variants}
    assert len(prints) == 4
    again = images.fingerprint(images.array_source("a", x.copy(), label, 20))
    assert again in prints and len(again) == 64


def test_npz(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (9, 5, 5)).astype(np.uint8)
    pixels[0, 0, 0], pixels[0, 0, 1] = 0, 255
    path = tmp_path / "a.npz"
    config = {"name": "npz", "path": str(path)}
    for x in (pixels, pixels.astype(np.int64), pixels / 255, pixels / 127.5 - 1):
        np.savez(path, images=x, labels=np.arange(9) % 3, x_test=x[:1], label_test=[0])
        dataset = data.load(config)
        assert dataset.x_shape == (5, 5, 1) and dataset.n_classes == 3 and len(dataset.info["test"]()[0]) == 1
        np.testing.assert_array_equal(dataset.info["train"]()[0][..., 0], pixels)
    np.savez(path, x=pixels, x_test=pixels[:2], label=np.eye(9, 4), label_test=np.eye(2, 4))
    dataset = data.load(config)
    assert dataset.n_classes == 4 and dataset.info["test"]()[0].shape == (2, 5, 5, 1)
    assert dataset.sample(jax.random.key(0), 6)["label"].shape == (6, 4)
    np.savez(path, x=pixels, label=np.arange(9)[:, None] % 3)
    assert data.load(config).n_classes == 3 and data.load(config).info["train"]()[1].ndim == 1, "a column of classes"
    points = rng.normal(size=(30, 7))
    np.savez(path, x=points)
    drawn = data.load(config).sample(jax.random.key(0), 5)
    assert set(drawn) == {"x"} and drawn["x"].shape == (5, 7)
    assert np.isin(np.asarray(drawn["x"]), points.astype(np.float32)).all()


LABELLED = {"x": np.zeros((4, 2)), "label": np.array([0, 1, 1, 0]), "x_test": np.zeros((2, 2))}


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"data": np.zeros(3)}, "no array 'x' or 'images', only: data"),
        ({"x": np.full((4, 3, 3), 7.5)}, "pixels must be"),
        ({"x": np.eye(3, dtype=np.uint8)[None]}, "0..255, and 1 is nearly black"),
        ({"x": np.zeros((4, 3, 3, 2), np.uint8)}, "images must be"),
        ({"x": np.zeros((4, 3, 3), np.uint8), "label": np.zeros(3, int)}, "4 examples, but labels"),
        ({"x": np.zeros((4, 3, 3), np.uint8), "label": np.full(4, 0.5)}, "whole numbers"),
        ({"x": np.zeros((4, 2)), "label": np.array([1, 2, 2, 1])}, "no example has the label 0"),
        ({"x": np.zeros((4, 2)), "label": np.array([0, 1, 3, 1])}, "no example has the label 2"),
        ({"x": np.array([["a"]])}, "finite numbers"),
        ({"x": np.array([[np.nan, 0]])}, "finite numbers"),
        ({"x": np.zeros((0, 3, 3), np.uint8)}, "no example"),
        ({"x": np.zeros((4, 2)), "x_test": np.zeros((4, 3))}, r"of x has the shape \(2,\), of x_test \(3,\)"),
        (LABELLED | {"label_test": np.array([1, 2])}, "the labels are 0 to 1, but a held-out one is 2"),
        (LABELLED | {"label_test": np.zeros((2, 3))}, r"a label is of shape \[\], of the held-out \[3\]"),
    ],
)
def test_npz_mistakes(tmp_path, arrays, said):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(UserError, match=said):
        data.load({"name": "npz", "path": str(tmp_path / "a.npz")})


def test_npz_files_that_are_none(tmp_path):
    with pytest.raises(UserError, match="needs config.data.path"):
        data.load({"name": "npz"})
    with pytest.raises(UserError, match="no file"):
        data.load({"name": "npz", "path": str(tmp_path / "a.npz")})
    np.save(tmp_path / "one.npy", np.zeros(3))
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "text.npz").write_text("text")
    (tmp_path / "empty.npz").write_bytes(b"")
    for name in ("one.npy", "bad.npz", "text.npz", "empty.npz"):
        with pytest.raises(UserError, match=f"cannot read .*{name}"):
            data.load({"name": "npz", "path": str(tmp_path / name)})


def test_an_npz_file_that_unpacks_to_more_than_the_memory_is_not_read(tmp_path, monkeypatch):
    x = np.zeros((100_000, 2), np.float32)
    np.savez_compressed(tmp_path / "a.npz", x=x, x_test=x)
    assert (tmp_path / "a.npz").stat().st_size < 5_000
    monkeypatch.setattr(npz, "_memory", lambda: 2**20)
    with pytest.raises(
        UserError, match=r"a\.npz as a \.npz file: it unpacks to 0\.00149 GiB, and this machine has 0\.000977"
    ):
        data.load({"name": "npz", "path": str(tmp_path / "a.npz")})


def test_a_data_set_that_is_not_prepared(tmp_path, monkeypatch):
    with pytest.raises(UserError, match=r"build fashion_mnist --data_dir=\S+ --file_format") as error:
        data.load({"name": "fashion_mnist", "path": str(tmp_path)})
    assert str(tmp_path) in str(error.value) and ".[prepare]" in str(error.value)
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path / "env"))
    with pytest.raises(UserError, match=str(tmp_path / "env")):
        data.load({"name": "fashion_mnist"})
    # A half-written directory is not a data set.
    (tmp_path / "mnist" / "3.0.1").mkdir(parents=True)
    with pytest.raises(UserError, match="build mnist"):
        data.load({"name": "mnist", "path": str(tmp_path)})
    (tmp_path / "mnist" / "3.0.1" / "dataset_info.json").write_text("{")
    with pytest.raises(UserError, match="mnist"):
        data.load({"name": "mnist", "path": str(tmp_path)})


@pytest.mark.parametrize(
    "name",
    ["never_heard_of", "huggingface:mnist", "gs://b/x", "../mnist", "base", "__init__", "stacked_x", None],
)
def test_a_data_set_that_does_not_exist(name, tmp_path):
    with pytest.raises(UserError):
        data.load({"name": name, "path": str(tmp_path)})


def test_what_cannot_be_stacked(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((9, 4, 4), np.uint8), label=np.eye(9, 4))
    with pytest.raises(UserError, match="only labelled images"):
        data.load({"name": "stacked_npz", "path": str(tmp_path / "a.npz")})
    with pytest.raises(UserError, match="grey images"):
        data.load({"name": "stacked_ring"})
    with pytest.raises(UserError, match="fit on the device"):
        data.load({"name": "stacked_digits", "device_bytes": 10})


@pytest.mark.parametrize("size", [2, 9, 40])
@pytest.mark.parametrize("labelled", [True, False])
def test_what_is_held_out_is_not_trained_on(tmp_path, size, labelled):
    """Where there is no test set: of a file whose images can be told apart, on the device and streamed."""
    x = 4 * np.arange(size, dtype=np.uint8)[:, None, None] * np.ones((4, 4), np.uint8)
    facts = {"label": np.arange(size) % 2} if labelled else {}
    np.savez(tmp_path / "a.npz", x=x, **facts)
    config = {"name": "npz", "path": str(tmp_path / "a.npz")}
    dataset = data.load(config)
    assert dataset.info["held_out"].startswith(f"{max(1, -(-size // 10))} of the {size} examples")
    (train, train_label), (test, test_label) = dataset.info["train"](), dataset.info["test"]()
    train, test = train[:, 0, 0, 0] // 4, test[:, 0, 0, 0] // 4
    assert sorted([*train, *test]) == list(range(size)) and len(test) == max(1, size // 10)
    if labelled:
        np.testing.assert_array_equal(train_label, train % 2)
        np.testing.assert_array_equal(test_label, test % 2)
    drawn = np.asarray(dataset.sample(jax.random.key(0), 500)["x"])[:, 0, 0, 0]
    assert set(np.round(drawn * 127.5 + 127.5) / 4) <= set(train)
    stream = data.load({**config, "device_bytes": 1})
    streamed = np.concatenate([stream.stream(0, step, len(train))["x"][:, 0, 0, 0] for step in range(3)])
    assert set(streamed / 4) == set(train)
    np.testing.assert_array_equal(stream.info["test"]()[0][:, 0, 0, 0] // 4, test)
    again = data.load(config).info["test"]()[0][:, 0, 0, 0] // 4
    np.testing.assert_array_equal(again, test)


def test_one_example_is_not_held_out(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((1, 4, 4), np.uint8))
    dataset = data.load({"name": "npz", "path": str(tmp_path / "a.npz")})
    assert dataset.info["test"] is None and len(dataset.info["train"]()[0]) == 1


def test_the_frechet_reference_is_disjoint_from_the_training_images(tmp_path):
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "a.npz", x=rng.integers(0, 255, (40, 4, 4)).astype(np.uint8), label=np.arange(40) % 4)
    dataset = data.load({"name": "npz", "path": str(tmp_path / "a.npz")})
    facts = classifier.labelled(dataset)
    reference = {image.tobytes() for image in facts["test"][0]}
    assert len(reference) == 4 and not reference & {image.tobytes() for image in facts["train"][0]}
    drawn = np.asarray(dataset.sample(jax.random.key(0), 400)["x"])
    assert not reference & {image.tobytes() for image in np.round(drawn * 127.5 + 127.5).astype(np.uint8)}


@needs_tfds
def test_a_test_split_that_is_trained_on_is_no_test_set():
    """Of a training on "test" a tenth is held out, and what it is trained on is in no score's reference."""
    directory = {"name": "mnist", "path": str(TFDS)}
    usual, turned = data.load({**directory, "split": "train[:100]"}), data.load({**directory, "split": "test"})
    assert "held_out" not in usual.info and len(usual.info["test"]()[0]) == 10_000
    assert turned.info["held_out"].startswith("1000 of the 10000 examples")
    (train, label), (test, test_label) = turned.info["train"](), turned.info["test"]()
    assert len(train) == len(label) == 9_000 and len(test) == len(test_label) == 1_000
    everything = sorted(image.tobytes() for image in usual.info["test"]()[0])
    assert sorted(image.tobytes() for image in np.concatenate([train, test])) == everything
    drawn = np.asarray(turned.sample(jax.random.key(0), 300)["x"])
    trained_on = {image.tobytes() for image in train}
    assert {image.tobytes() for image in np.round(drawn * 127.5 + 127.5).astype(np.uint8)} <= trained_on
    part = data.load({**directory, "split": "test[:50]+train[:50]"})
    assert part.info["held_out"].startswith("10 of the 100 examples"), "a part of it, too"
    everything = data.load({**directory, "split": "all", "device_bytes": 1})
    assert everything.info["held_out"].startswith("7000 of the 70000 examples"), "and all of it"


@needs_tfds
def test_tfds(monkeypatch):
    monkeypatch.setenv("TFDS_DATA_DIR", str(TFDS))
    dataset = data.load({"name": "mnist", "split": "train[:2%]"})
    assert dataset.x_shape == (28, 28, 1) and dataset.n_classes == 10
    x, label = dataset.info["train"]()
    assert x.shape == (1200, 28, 28, 1) and x.dtype == np.uint8 and label.dtype == np.int32
    assert set(dataset.sample(jax.random.key(0), 4)) == {"x", "label"}
    streamed = data.load({"name": "mnist", "path": str(TFDS), "device_bytes": 1}, (32, 32, 3))
    batch = streamed.stream(0, 3, 16)
    assert streamed.sample is None and batch["x"].shape == (16, 32, 32, 3) and batch["x"].min() == 0
    np.testing.assert_array_equal(batch["x"], streamed.stream(0, 3, 16)["x"])
    with pytest.raises(UserError, match="Unknown split"):
        data.load({"name": "mnist", "split": "nope"})
    with pytest.raises(UserError, match="no feature 'colour'"):
        data.load({"name": "mnist", "label": "colour"})
    with pytest.raises(UserError, match="mnist:9.9.9"):
        data.load({"name": "mnist:9.9.9"})


@pytest.mark.skipif(not (TFDS / "celeb_a_10k").is_dir(), reason=f"no celeb_a_10k in {TFDS} (set TFDS_DATA_DIR)")
def test_some_attributes_in_the_order_given():
    directory = {"name": "celeb_a_10k", "path": str(TFDS), "split": "train[:50]", "device_bytes": 1}
    every = data.load({**directory, "label": "attributes"}, (8, 8, 3))
    two = data.load({**directory, "label": "attributes/Young,Male"}, (8, 8, 3))
    assert every.n_classes == 40 and two.n_classes == 2
    # By name Male is number 20 and Young the last.
    np.testing.assert_array_equal(two.stream(0, 0, 16)["label"], every.stream(0, 0, 16)["label"][:, [39, 20]])
    with pytest.raises(UserError, match="'attributes' has no flag 'Beard', only: 5_o_Clock_Shadow, "):
        data.load({**directory, "label": "attributes/Beard"}, (8, 8, 3))
    with pytest.raises(UserError, match="'image' has no flag 'Male', only: one value"):
        data.load({**directory, "label": "image/Male"}, (8, 8, 3))
