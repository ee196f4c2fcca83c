"""`ganjax.fit`: the same steps as a config's, kept and resumed, and its refusals."""

import errno
import json
import shutil

import chex
import jax
import numpy as np
import optax
import pytest

import ganjax
from ganjax.data.mixtures import grid25, noisy_ring, ring
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.harness.evaluate import load
from ganjax.harness.train import train
from ganjax.harness.writers import write_json
from ganjax.methods.gan import gan
from ganjax.networks import mlp
from tests.tiny_configs import METHODS

ONE = jax.devices()[:1]


def tiny(**options):
    txs = dict(generator_tx=optax.adam(1e-2), discriminator_tx=optax.adam(1e-2))
    return gan(mlp.Generator(2, (2,), hidden=(4,), **options), mlp.Discriminator(hidden=(4,)), **txs)


def counter():
    """A method that learns nothing."""

    def init(key, batch):
        return ganjax.TrainState(jax.numpy.zeros([], "int32"), {"w": jax.numpy.zeros(2)}, {}, {})

    def step(key, state, batch):
        return state._replace(step=state.step + 1), {"low": batch["x"].min()}

    return ganjax.Method(init, step, lambda key, state, n, label=None: jax.numpy.zeros((n, 2)))


@pytest.mark.parametrize("name", ["gan", "wgan"])
def test_it_takes_the_steps_of_a_config(name, tmp_path):
    config = METHODS[name]()
    dataset = build.dataset(config)
    train(config, tmp_path, devices=ONE)
    fitted = ganjax.fit(build.method(config, dataset), dataset, config.steps, batch_size=8, log_every=2, devices=ONE)
    (_, state, _) = load(tmp_path)
    chex.assert_trees_all_equal(fitted.state, jax.tree.map(lambda leaf: leaf[0], state))


def test_it_resumes_to_the_same_bits(tmp_path, capsys):
    x = np.random.default_rng(0).normal(size=(20, 2))
    options = dict(batch_size=8, checkpoint_every=2, log_every=3, evaluate_every=3, devices=ONE)

    def evaluate(sample):
        return {"mean": sample(5).mean()}

    straight = ganjax.fit(tiny(), x, 5, evaluate=evaluate, workdir=tmp_path / "a", **options)
    ganjax.fit(tiny(), x, 3, evaluate=evaluate, workdir=tmp_path / "b", **options)
    capsys.readouterr()
    resumed = ganjax.fit(tiny(), x, 5, evaluate=evaluate, workdir=tmp_path / "b", **options)
    assert f"resuming {tmp_path / 'b'} at step 3" in capsys.readouterr().err
    chex.assert_trees_all_equal(straight.state, resumed.state)
    assert straight.scores == resumed.scores == {"mean": pytest.approx(straight.sample(5).mean())}
    assert straight.history["step"].tolist() == [2, 3, 4, 5] and np.isfinite(straight.history["generator_loss"]).all()
    assert json.loads((tmp_path / "a/results.json").read_text())["scores"] == straight.scores
    # A run that is at its end is scored again, and takes no step.
    again = ganjax.fit(tiny(), x, 5, evaluate=evaluate, workdir=tmp_path / "b", **options)
    assert again.scores == straight.scores and not again.history
    lines = [json.loads(line) for line in (tmp_path / "b/metrics.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines if "train" in line] == [2, 3, 4, 5]
    assert [line["step"] for line in lines if "eval" in line] == [3, 5]


def test_metrics_of_a_run_without_a_checkpoint_are_kept_and_never_replaced(tmp_path, capsys):
    x, options = np.zeros((4, 2)), dict(batch_size=4, log_every=1, devices=ONE, workdir=tmp_path)
    backups = tmp_path / "metrics-before-restart.jsonl", tmp_path / "metrics-before-restart-2.jsonl"
    for steps, backup in ((3, None), (2, backups[0]), (1, backups[1])):
        ganjax.fit(tiny(), x, steps, **options)
        assert backup is None or "no usable checkpoint" in capsys.readouterr().err
        shutil.rmtree(tmp_path / "checkpoints")
    assert [len(backup.read_text().splitlines()) for backup in backups] == [3, 2]


def test_pixels_become_floats_and_labels_stay():
    received = {}

    def step(key, state, batch):
        return state._replace(step=state.step + 1), {"low": batch["x"].min(), "label": batch["label"].max()}

    def init(key, batch):
        received.update(batch)
        return ganjax.TrainState(np.int32(0) + jax.numpy.zeros([], "int32"), {}, {}, {})

    method = ganjax.Method(init, step, lambda key, state, n, label=None: label)
    data = {"x": np.zeros((6, 2, 2, 1), np.uint8), "label": np.full(6, 7)}
    fitted = ganjax.fit(method, data, 1, batch_size=4)
    assert fitted.history["low"].tolist() == [-1] and fitted.history["label"].tolist() == [7]
    assert received["x"].shape == (2, 2, 2, 1)
    assert fitted.sample(3, label=5).tolist() == [5] * 3 and fitted.sample(2, label=[1, 2]).tolist() == [1, 2]
    assert fitted.sample(1002, label=np.arange(1002)).tolist() == list(range(1002))


@pytest.mark.parametrize("full", ["MetricsWriter", "Checkpoints.save", "MetricsWriter.write", "results.json"])
def test_a_full_disk_is_one_line(full, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    def refuse_results(path, value):
        refuse() if path.name == full else write_json(path, value)

    name = "write_json" if full == "results.json" else full
    monkeypatch.setattr(f"ganjax.harness.fit.{name}", refuse_results if full == "results.json" else refuse)
    with pytest.raises(UserError, match=f"^cannot write to {tmp_path}.*: No space left on device$"):
        ganjax.fit(counter(), np.zeros((4, 2)), 1, batch_size=4, workdir=tmp_path, devices=ONE)


def test_what_cannot_be_trained_is_refused(tmp_path):
    for data in (
        np.zeros(3),
        np.zeros((0, 2)),
        {"y": np.zeros((3, 2))},
        {"x": np.zeros((3, 2)), "label": np.zeros(2)},
    ):
        with pytest.raises(UserError):
            ganjax.fit(tiny(), data, 1)
    with pytest.raises(UserError, match="steps must be at least 1"):
        ganjax.fit(tiny(), ring(), 0)
    for name, wrong in (("checkpoint_every", 0), ("keep_checkpoints", 0), ("evaluate_every", -1)):
        with pytest.raises(UserError, match=f"{name} must be at least {wrong + 1}"):
            ganjax.fit(tiny(), ring(), 1, workdir=tmp_path / "w", **{name: wrong})
    with pytest.raises(UserError, match="streamed"):
        ganjax.fit(tiny(), ring()._replace(sample=None), 1)
    assert not list(tmp_path.iterdir())
    options = dict(batch_size=8, devices=ONE, workdir=tmp_path / "w")
    ganjax.fit(tiny(), ring(), 1, **options)
    for data, seed in ((ring(), 1), (grid25(), 0), (noisy_ring(), 0)):
        with pytest.raises(UserError, match="other data, seed or batch_size"):
            ganjax.fit(tiny(), data, 2, seed=seed, **options)
    settings = tmp_path / "w/config.json"
    earlier = {key: value for key, value in json.loads(settings.read_text())["fit"].items() if key != "version"}
    settings.write_text(json.dumps({"fit": earlier | {"data": ""}}))
    ganjax.fit(tiny(), ring(), 1, **options)
    points = np.random.default_rng(0).normal(size=(20, 2))
    options["workdir"] = tmp_path / "points"
    ganjax.fit(tiny(), points, 1, **options)
    with pytest.raises(UserError, match="other data"):
        ganjax.fit(tiny(), points + 1, 2, **options)
    options["workdir"] = tmp_path / "w"
    config = METHODS["gan"]()
    with pytest.raises(UserError, match="holds a run"):
        train(config, tmp_path / "w", devices=ONE)
    train(config, tmp_path / "v", devices=ONE)
    with pytest.raises(UserError, match="a run of a config"):
        ganjax.fit(tiny(), ring(), 1, batch_size=8, devices=ONE, workdir=tmp_path / "v")
    with pytest.raises(UserError, match="past steps"):
        ganjax.fit(tiny(), ring(), 2, **options) and ganjax.fit(tiny(), ring(), 1, **options)


def test_a_run_that_fails_says_where(tmp_path):
    bad = np.full((4, 2), np.nan)
    with pytest.raises(UserError, match="is not finite at step 1"):
        ganjax.fit(tiny(), bad, 2, batch_size=4, workdir=tmp_path, devices=ONE)
