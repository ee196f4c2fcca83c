"""Data that have changed, that have moved, or that are not there any more."""

import pathlib

import jax
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.evaluate import evaluate, load
from ganjax.harness.run import conditional, has_attributes, make_sampler
from ganjax.harness.train import train
from tests import tiny_configs

ONE = jax.devices()[:1]


@pytest.mark.parametrize("where", ["npz", "folder"])
def test_a_run_is_not_resumed_on_other_data(where, tmp_path):
    from PIL import Image

    config = tiny_configs.gan()
    config.data.name, config.data.image_shape, config.eval.metrics = where, (8, 8, 1), ()
    config.data.path = str(tmp_path / "data" if where == "folder" else tmp_path / "data.npz")
    x = np.random.default_rng(0).integers(0, 256, (12, 8, 8), np.uint8)

    def write(images):
        if where == "npz":
            np.savez(config.data.path, x=images)
            return
        (tmp_path / "data").mkdir(exist_ok=True)
        for index, image in enumerate(images):
            Image.fromarray(image).save(tmp_path / "data" / f"{index:02}.png")

    write(x)
    workdir = tmp_path / "w"
    train(config, workdir, devices=ONE)
    config.steps = 6
    other = x.copy()
    other[:, 0, 0] ^= 1  # one grey level of one pixel
    write(other)
    for use in (lambda: train(config, workdir, devices=ONE), lambda: evaluate(workdir)):
        with pytest.raises(UserError, match=f"trained on other data than '{where}' in {config.data.path} has now"):
            use()
    write(x)
    _, state, facts = load(workdir)
    # Of a version that held nothing out, and so trained on the images that scores are measured against.
    Checkpoints(workdir / "checkpoints").save(3, state, {k: v for k, v in facts.items() if k != "data"})
    with pytest.raises(UserError, match="may have trained on what is held out now .2 of the 12 examples"):
        train(config, workdir, devices=ONE)
    Checkpoints(workdir / "checkpoints").save(3, state, facts)
    # The same data elsewhere are the same data.
    moved = str(tmp_path / f"moved{pathlib.Path(config.data.path).suffix}")
    pathlib.Path(config.data.path).rename(moved)
    assert evaluate(workdir, data_path=moved)["step"] == 3
    config.data.path = moved
    assert train(config, workdir, devices=ONE)["step"] == 6
    assert load(workdir)[0].config.data.path == moved


@pytest.mark.parametrize("labels", [None, "classes", "attributes"])
def test_a_model_is_sampled_where_its_data_are_not(labels, tmp_path):
    rng = np.random.default_rng(0)
    label = {"classes": {"label": np.arange(40) % 3}, "attributes": {"label": rng.integers(0, 2, (40, 3)) * 1.0}}
    data = tmp_path / "a.npz"
    np.savez(data, x=rng.integers(0, 256, (40, 16, 16, 1)).astype(np.uint8), **label.get(labels, {}))
    config = tiny_configs.METHODS["conditional" if labels else "gan"]()
    config.data.name, config.data.path, config.data.image_shape, config.eval.metrics = (
        "npz",
        str(data),
        (16, 16, 1),
        (),
    )
    if labels:
        config.networks.generator.n_classes = config.networks.discriminator.n_classes = 3
    train(config, tmp_path / "w", devices=ONE)
    there, state, _ = load(tmp_path / "w")
    asked = (1.0, 0.0, 1.0) if labels == "attributes" else None
    expected = make_sampler(there, 4)(jax.random.key(3), state, 0, 6, asked)
    data.unlink()
    with pytest.raises(UserError, match=r"a\.npz"):
        load(tmp_path / "w")
    run, state, _ = load(tmp_path / "w", data=False)
    assert has_attributes(run) == (labels == "attributes") if labels else not conditional(run)
    np.testing.assert_array_equal(make_sampler(run, 4)(jax.random.key(3), state, 0, 6, asked), expected)


def test_data_without_a_fingerprint_are_not_taken_from_elsewhere(tmp_path):
    """Whether they are the same cannot be told."""
    config = tiny_configs.gan()
    config.data.path = "here"
    train(config, tmp_path / "w", devices=ONE)
    config.data.path, config.steps = "there", config.steps + 1
    with pytest.raises(UserError, match="another data.path: 'here', not 'there'"):
        train(config, tmp_path / "w", devices=ONE)
