"""Data of one's own through the whole run, with the config's own metrics: trained, scored, sampled, scored again."""

import shutil

import jax
import numpy as np
import pytest

from ganjax.data.folder import load
from ganjax.errors import UserError
from ganjax.harness.evaluate import evaluate
from ganjax.harness.train import train
from tests import tiny_configs

ONE = jax.devices()[:1]
POINTS = {"mmd", "sliced_wasserstein", "precision", "recall"}
IMAGES = {"fid_random", "kid_random", "precision_random", "recall_random"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """40 pictures without labels, and files with 60 points of two and of three dimensions."""
    from PIL import Image

    root, rng = tmp_path_factory.mktemp("own"), np.random.default_rng(0)
    (root / "pictures").mkdir()
    x = rng.integers(0, 256, (40, 8, 8), np.uint8)
    for index, image in enumerate(x):
        Image.fromarray(image).save(root / "pictures" / f"{index:02}.png")
    np.savez(root / "images.npz", x=x)
    for d in (2, 3):
        np.savez(root / f"points_{d}.npz", x=rng.normal(size=(60, d)))
    return root


def own(config, name, path):
    config.data.name, config.data.path = name, str(path)
    return config


def check(config, workdir, scores, left_out, capsys):
    results = train(config, workdir, devices=ONE)
    assert set(results["metrics"]) == scores and set(results["left_out"]) == left_out
    assert all(np.isfinite(entry["mean"]) for entry in results["metrics"].values())
    said = capsys.readouterr().err.splitlines()
    for name in left_out:
        assert len([line for line in said if line.startswith(f"{name} left out: ") and "needs" in line]) == 1
    again = evaluate(workdir)
    assert again["metrics"] == results["metrics"] and again["left_out"] == results["left_out"]


@pytest.mark.parametrize("method, d", [("gan", 3), ("lbt_gan", 2), ("sig", 3)])
def test_points(folder, tmp_path, capsys, method, d):
    config = own(tiny_configs.METHODS[method](), "npz", folder / f"points_{d}.npz")
    config.eval.metrics = ("mixtures",)
    check(config, tmp_path / "w", POINTS, {"mixtures"}, capsys)


@pytest.mark.parametrize("name, path", [("folder", "pictures"), ("npz", "images.npz")])
def test_images(folder, tmp_path, capsys, name, path):
    config = own(tiny_configs.dcgan(), name, folder / path)
    config.eval.metrics = ("classes", "resnet") if name == "npz" else ("stacked",)
    check(config, tmp_path / "w", IMAGES, set(config.eval.metrics), capsys)


def test_pictures_beside_sub_folders_have_no_labels_and_one_is_named(folder, tmp_path, capsys):
    pictures = tmp_path / "pictures"
    for index, path in enumerate(sorted((folder / "pictures").glob("*.png"))[:3]):
        target = pictures / ("a" if index else ".") / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    assert load({"name": "folder", "path": str(pictures)}).n_classes == 0
    assert "1 of 3 images, such as" in capsys.readouterr().err


def test_data_that_no_metric_scores_are_named(tmp_path, capsys):
    np.savez(tmp_path / "x.npz", x=np.random.default_rng(0).normal(size=(40, 2)))
    config = own(tiny_configs.METHODS["gan"](), "npz", tmp_path / "x.npz")
    config.eval.metrics, config.eval.fallback = ("mixtures",), ()
    assert train(config, tmp_path / "w", devices=ONE)["metrics"] == {}
    assert "the run will have no scores" in capsys.readouterr().err


def test_a_conditional_config_of_pictures_without_labels_is_one_line(folder, tmp_path):
    config = own(tiny_configs.METHODS["conditional"](), "folder", folder / "pictures")
    with pytest.raises(UserError, match="n_classes=10, but the data have no labels"):
        train(config, tmp_path / "run", devices=ONE)
