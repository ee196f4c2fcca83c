"""Images that are mirrored as often as not."""

import jax
import numpy as np
import pytest

from ganjax import data
from ganjax.errors import UserError


def pixels(x):
    """uint8 of images that may be floats in [-1, 1]."""
    x = np.asarray(x)
    return x if x.dtype == np.uint8 else np.rint(x * 127.5 + 127.5).astype(np.uint8)


@pytest.fixture
def one_image(tmp_path):
    """One image, its mirror image another, as the training set of a file."""
    x = np.random.default_rng(0).integers(0, 256, (2, 4, 6, 3), np.uint8)
    np.savez(tmp_path / "x.npz", x=x[:1], x_test=x[1:])
    return {"name": "flipped_npz", "path": str(tmp_path / "x.npz")}, x


def ways(batch, upright):
    """How many images of a batch are upright, and how many mirrored."""
    return tuple(sum(np.array_equal(x, way) for x in pixels(batch)) for way in (upright, upright[:, ::-1]))


def test_half_of_the_draws_are_mirrored(one_image):
    config, x = one_image
    dataset, plain = data.load(config), data.load({**config, "name": "npz"})
    upright, mirrored = ways(dataset.sample(jax.random.key(0), 400)["x"], x[0])
    assert upright + mirrored == 400 and 150 < upright < 250
    for part, expected in (("train", x[:1]), ("test", x[1:])):
        np.testing.assert_array_equal(dataset.info[part]()[0], expected)
    assert dataset.info["fingerprint"] == plain.info["fingerprint"], "one judge for both"


def test_streamed_images_are_mirrored_alike_at_each_call(one_image):
    config, x = one_image
    dataset = data.load({**config, "device_bytes": 1})
    upright, mirrored = ways(dataset.stream(0, 3, 400)["x"], x[0])
    assert upright + mirrored == 400 and 150 < upright < 250
    np.testing.assert_array_equal(dataset.stream(0, 3, 400)["x"], dataset.stream(0, 3, 400)["x"])
    assert (dataset.stream(0, 4, 400)["x"] != dataset.stream(0, 3, 400)["x"]).any()
    rows = np.array([7, 2, 399])
    np.testing.assert_array_equal(dataset.stream(0, 3, 400, rows=rows)["x"], dataset.stream(0, 3, 400)["x"][rows])


def test_labels_go_with_their_images():
    dataset, plain = (data.load({"name": name}, (8, 8, 1)) for name in ("flipped_digits", "digits"))
    batch = dataset.sample(jax.random.key(1), 60)
    x, label = plain.info["train"]()
    known = {image.tobytes(): number for image, number in zip(x, label, strict=True)}
    for image, number in zip(pixels(batch["x"]), np.asarray(batch["label"]), strict=True):
        found = {known[way.tobytes()] for way in (image, image[:, ::-1]) if way.tobytes() in known}
        assert found == {number}


def test_points_are_not_flipped():
    with pytest.raises(UserError, match="flipped_ring: only images"):
        data.load({"name": "flipped_ring"})
    with pytest.raises(UserError, match="compositional_flipped_digits: digits are not flipped one by one"):
        data.load({"name": "compositional_flipped_digits"})
