"""A folder of pictures: its classes, what pixels become, and what is said of a user's mistakes."""

import shutil
import struct

import jax
import numpy as np
import pytest
from PIL import ExifTags, Image

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


def test_a_picture_that_breaks_in_a_run_may_be_replaced(tmp_path):
    """Of streamed data most are read after the run has begun: by another picture of that name it goes on."""
    for i in range(2_000):
        (tmp_path / f"{i:04}.pgm").write_bytes(b"P5 1 1 255 " + bytes([i % 256]))
    config = {"name": "folder", "path": str(tmp_path), "device_bytes": 1}
    dataset = data.load(config)
    # One that is trained on, and that the fingerprint does not read.
    broken = f"{np.random.default_rng(0).permutation(2_000)[2]:04}.pgm"
    (tmp_path / broken).write_bytes(b"broken")
    with pytest.raises(
        UserError, match=rf"{broken}.*Put another picture in its place.*without the file .* other data"
    ):
        for step in range(20):
            dataset.stream(0, step, 100)
    save_image(tmp_path / broken, 7, size=(1, 1), mode="L")
    assert data.load(config).info["fingerprint"] == dataset.info["fingerprint"]
    assert sum(len(dataset.stream(0, step, 100)["x"]) for step in range(18)) == 1_800


@pytest.mark.parametrize("names", [("train", "test"), ("Train", "val"), ("test", "train", "validation")])
def test_the_parts_of_a_split_data_set_are_no_classes(tmp_path, names):
    for name in names:
        save_image(tmp_path / name / "cats" / "0.png")
    train = next(name for name in names if name.lower() == "train")
    with pytest.raises(UserError, match=rf"are no classes: set config\.data\.path=\S+/{train} to train on"):
        data.load({"name": "folder", "path": str(tmp_path)})
    save_image(tmp_path / train / "dogs" / "0.png")
    assert data.load({"name": "folder", "path": str(tmp_path / train)}).n_classes == 2
    save_image(tmp_path / "plane" / "0.png")  # a train is one of three or four classes
    assert data.load({"name": "folder", "path": str(tmp_path)}).n_classes == len(names) + 1


@pytest.mark.parametrize("shape", [None, (3, 2, 1)])
def test_pictures_are_the_right_way_up(tmp_path, shape):
    """As whoever took them saw them: a telephone saves what it sees, and how it was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.fromarray(np.array([[1, 2, 3], [4, 5, 6]], np.uint8)).save(tmp_path / "a.png", exif=exif)
    x, _ = data.load({"name": "folder", "path": str(tmp_path)}, shape).info["train"]()
    np.testing.assert_array_equal(x[0, ..., 0], [[4, 1], [5, 2], [6, 3]])


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_damaged_exif_is_no_damaged_picture(ending, tmp_path):
    """Pillow raises errors of several kinds where it is to turn such a picture, and reads it."""
    exif = b"Exif\x00\x00" + b"II*\x00\x08\x00\x00\x00" + b"\x02\x00"
    exif += struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)  # turned by a quarter
    exif += struct.pack("<HHI4s", 0x829A, 2, 4, b"abc\x00") + bytes(4)  # an exposure time that is a text
    damaged = exif if ending == "jpg" else b"Exif\x00\x00nothing of a TIFF"
    Image.new("RGB", (6, 4), (9, 9, 9)).save(tmp_path / f"a.{ending}", exif=damaged)
    x, _ = data.load({"name": "folder", "path": str(tmp_path)}).info["train"]()
    assert abs(int(x.min()) - 9) < 4


def test_pictures_of_twelve_bits_in_sixteen_are_refused(tmp_path):
    """They would be nearly black. One of many that is dark is a dark picture."""
    rng = np.random.default_rng(0)
    for i in range(3):
        Image.fromarray(rng.integers(0, 4096, (4, 4)).astype(np.uint16)).save(tmp_path / f"{i}.png")
    with pytest.raises(UserError, match=r"would be nearly black: 3\d\d\d is their highest value, of 65535"):
        data.load({"name": "folder", "path": str(tmp_path)})
    Image.fromarray(np.full((4, 4), 65_535, np.uint16)).save(tmp_path / "1.png")
    assert data.load({"name": "folder", "path": str(tmp_path)}).info["n_train"] == 2


def test_other_files_are_left_out(tmp_path):
    """Also those that Pillow could open: a paper beside the pictures of it."""
    for name in ("a.JPG", "b.webp", "c.ppm"):
        save_image(tmp_path / name)
    for name in ("paper.pdf", "plot.eps", "features.h5", "film.mpg", "notes.txt", ".hidden.png"):
        (tmp_path / name).write_bytes(b"none")
    dataset = data.load({"name": "folder", "path": str(tmp_path)})
    assert dataset.info["n_train"] + dataset.info["n_test"] == 3
