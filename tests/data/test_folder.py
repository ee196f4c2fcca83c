"""A folder of pictures: its classes, what pixels become, and what is said of a user's mistakes."""

import shutil

import jax
import numpy as np
import pytest
from PIL import Image

from ganjax import data
from ganjax.errors import UserError


def save_image(path, value=0, size=(6, 4), mode="RGB"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, value).save(path)


def test_folder(tmp_path):
    for i in range(3):
        save_image(tmp_path / "cats" / f"{i}.png", (255, 0, 0))
        save_image(tmp_path / "dogs" / f"{i}.jpg", (0, 0, 255), size=(12, 8))
    (tmp_path / "cats" / "notes.txt").write_text("not an image")
    dataset = data.load({"name": "folder", "path": str(tmp_path)})
    assert dataset.x_shape == (4, 6, 3) and dataset.n_classes == 2
    x, label = dataset.info["train"]()
    assert len(x) == 5  # of six: one is held out
    np.testing.assert_array_equal(x[:, 0, 0], np.array([[255, 0, 0], [0, 0, 254]])[label])
    assert data.load({"name": "folder", "path": str(tmp_path)}, (8, 8, 1)).x_shape == (8, 8, 1)
    streamed = data.load({"name": "folder", "path": str(tmp_path), "device_bytes": 1}).stream(0, 0, 4)
    assert streamed["x"].shape == (4, 4, 6, 3)
    (tmp_path / "linked").mkdir()
    for name in ("cats", "dogs"):
        (tmp_path / "linked" / name).symlink_to(tmp_path / name)
    linked = data.load({"name": "folder", "path": str(tmp_path / "linked")})
    assert linked.n_classes == 2 and len(linked.info["train"]()[0]) == 5
    shutil.rmtree(tmp_path / "linked")
    save_image(tmp_path / "beside.png", (0, 0, 0))
    unlabelled = data.load({"name": "folder", "path": str(tmp_path)})
    assert unlabelled.n_classes == 0 and set(unlabelled.sample(jax.random.key(0), 2)) == {"x"}


def test_sixteen_bits_of_a_pixel_become_eight(tmp_path):
    """The upper ones. Of 32 bits the scale is not known."""
    deep = np.array([[0, 255, 256], [30_000, 65_280, 65_535]], np.uint16)
    Image.fromarray(deep).save(tmp_path / "a.png")
    x, _ = data.load({"name": "folder", "path": str(tmp_path)}).info["train"]()
    np.testing.assert_array_equal(x[0, ..., 0], [[0, 0, 1], [117, 255, 255]])
    (tmp_path / "a.png").unlink()
    Image.fromarray(deep.astype(np.float32)).save(tmp_path / "a.tiff")
    with pytest.raises(UserError, match="32 bits a pixel"):
        data.load({"name": "folder", "path": str(tmp_path)})


@pytest.mark.parametrize("channels", [1, 3])
def test_what_is_transparent_is_white(tmp_path, channels):
    """And half of it is half: not the colour that a tool left under it."""
    Image.fromarray(np.array([[[0, 0, 0, 255], [9, 8, 7, 0], [0, 0, 0, 51]]], np.uint8)).save(tmp_path / "a.png")
    x, _ = data.load({"name": "folder", "path": str(tmp_path)}, (1, 3, channels)).info["train"]()
    np.testing.assert_array_equal(x[0, 0, :, 0], [0, 255, 204])


def test_folder_mistakes(tmp_path):
    with pytest.raises(UserError, match="needs config.data.path"):
        data.load({"name": "folder"})
    with pytest.raises(UserError, match="no folder"):
        data.load({"name": "folder", "path": str(tmp_path / "none")})
    with pytest.raises(UserError, match="holds no images"):
        data.load({"name": "folder", "path": str(tmp_path)})
    save_image(tmp_path / "a.png", (0, 0, 0))
    whole = (tmp_path / "a.png").read_bytes()
    for name, content in (("b.png", b"nothing like an image"), ("b.png", whole[:40]), ("0.png", whole[:20])):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=name):
            data.load({"name": "folder", "path": str(tmp_path)})
