"""The loop: resuming, lanes, sweeps, damaged checkpoints, numbers that stop being finite."""

import json
import subprocess
import sys

import chex
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.harness import evaluate as evaluation
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.evaluate import evaluate, load
from ganjax.harness.plots import save_samples
from ganjax.harness.run import (
    check_label,
    lane,
    make_sampler,
    prepare,
    sample_labels,
)
from ganjax.harness.train import train
from tests import tiny_configs
from tests.commands import one_device

ONE = jax.devices()[:1]


def losses(workdir):
    lines = [json.loads(line) for line in (workdir / "metrics.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if k != "seconds"} for line in lines]


# An average; particles; a student; batch statistics. The states of all the other methods go on from
# a checkpoint in test_parity.py.
@pytest.mark.parametrize("method_config", ["wgan", "svgd", "lbt_gan", "vae_gan"], indirect=True)
def test_resuming_is_bit_identical(method_config, tmp_path):
    """3 steps, saved, and 3 more are 6 steps straight: states, metrics and scores."""
    config = method_config
    config.eval_every = 3
    train(config, tmp_path / "halves", devices=ONE)
    config.steps = 6
    resumed = train(config, tmp_path / "halves", devices=ONE)
    straight = train(config, tmp_path / "straight", devices=ONE)
    a, b = (load(tmp_path / name)[1] for name in ("halves", "straight"))
    chex.assert_trees_all_equal(a, b)
    assert losses(tmp_path / "halves") == losses(tmp_path / "straight")
    assert resumed["metrics"] == straight["metrics"] and resumed["step"] == 6


def test_a_workdir_holds_what_was_promised(tmp_path):
    config = tiny_configs.gan()
    config.trials, config.log_every = 2, 2
    config.eval.diagnostics = ("discriminator_loss",)
    results = train(config, tmp_path, devices=ONE)
    for name in ("config.json", "checkpoints", "metrics.jsonl", "results.json", "samples/step_00000003.png"):
        assert (tmp_path / name).exists(), name
    assert list(tmp_path.glob("events.*"))
    assert json.loads((tmp_path / "results.json").read_text())["metrics"].keys() == results["metrics"].keys()
    assert len(results["metrics"]["modes"]["trials"]) == 2
    again = evaluate(tmp_path)
    assert again["metrics"] == results["metrics"] and 0 < results["goodput"] <= 1 and 0 < again["goodput"] <= 1
    means = [line["train"]["discriminator_loss"] for line in losses(tmp_path) if "train" in line]
    assert results["metrics"]["train/discriminator_loss"]["trials"] == means[-1] != means[0]
    assert len(means) == 2, "the means of two steps, and of the last one"


def test_a_trained_run_can_be_scored_by_something_else(tmp_path, monkeypatch):
    """The states are the same; the scores of before go, so that a curve is of one kind. One sampler serves a run."""
    config, samplers = tiny_configs.gan(), []
    config.steps, config.eval_every = 3, 1
    make = evaluation.make_sampler
    monkeypatch.setattr(evaluation, "make_sampler", lambda *args: samplers.append(args) or make(*args))
    first = train(config, tmp_path, devices=ONE)
    assert len(samplers) == 1
    config.eval.samples += 10
    again = train(config, tmp_path, devices=ONE)
    assert again["config"]["eval"]["samples"] == first["config"]["eval"]["samples"] + 10
    assert again["seconds"] == first["seconds"] and again["metrics"] != first["metrics"], "scored, not trained"
    assert [line["step"] for line in losses(tmp_path) if "eval" in line] == [3]
    assert json.loads((tmp_path / "config.json").read_text())["eval"]["samples"] == config.eval.samples


def test_diagnostics_are_those_of_the_checkpoint(tmp_path):
    """Not of a later line, which a run that goes on, or was cut off, has; nor of half a line."""
    config = tiny_configs.gan()
    config.eval.diagnostics = ("discriminator_loss",)
    results = train(config, tmp_path, devices=ONE)
    path = tmp_path / "metrics.jsonl"
    later = json.dumps({"step": 4, "train": {"discriminator_loss": [1234.0]}, "seconds": 1.0})
    path.write_text(f"{path.read_text()}{later}\n{later[:20]}")
    assert evaluate(tmp_path)["metrics"] == results["metrics"]


def test_an_average_of_an_earlier_version_is_one_line(tmp_path):
    """One that was the generator's parameters alone, without batch statistics."""
    config = tiny_configs.gan()
    config.ema = 0.9
    train(config, tmp_path, devices=ONE)
    _, state, facts = load(tmp_path)
    average = state.model_state["ema"]["params"]["generator"]
    old = state._replace(model_state={**state.model_state, "ema": average})
    Checkpoints(tmp_path / "checkpoints").save(3, old, facts)
    config.steps = 6
    for use in (lambda: train(config, tmp_path, devices=ONE), lambda: load(tmp_path)):
        with pytest.raises(UserError, match="checkpoint 3 is of an earlier version, whose average") as error:
            use()
        assert "\n" not in str(error.value)


def test_a_diagnostic_that_no_step_tells_is_named(tmp_path):
    config = tiny_configs.gan()
    config.eval.diagnostics = ("discriminator_los",)
    with pytest.raises(UserError, match="has no metric discriminator_los .did you mean discriminator_loss"):
        train(config, tmp_path / "x", devices=ONE)
    assert not (tmp_path / "x").exists()


def test_chunks_do_not_change_the_numbers(tmp_path):
    config = tiny_configs.lbt_gan()
    config.steps = 5
    states = []
    for every in (1, 3, 5):
        config.log_every = every
        run = prepare(config, devices=ONE)
        state, start = run.init(), 0
        while start < 5:
            stop = min(start + every, 5)
            state, _ = run.chunk(state, start, stop)
            start = stop
        states.append(jax.device_get(state))
    chex.assert_trees_all_equal(*states)


def test_a_sweep_is_its_points_one_by_one(tmp_path):
    config = tiny_configs.lbt()
    config.sweep["generator_tx.learning_rate"] = (1e-3, 1e-2)
    config.sweep["method.teaching_weight"] = (0.5, 1.0)
    config.trials = 2
    results = train(config, tmp_path / "sweep", devices=ONE)
    assert len(results["sweep"]) == 4 and len(results["metrics"]["modes"]["trials"]) == 8
    # A mean is over trials: none is over points.
    modes = results["metrics"]["modes"]
    assert np.isnan(modes["mean"]) and np.isnan(modes["std"])
    for i, point in enumerate(results["sweep"]):
        own = point["metrics"]["modes"]
        assert own["trials"] == modes["trials"][2 * i : 2 * i + 2]
        assert own["mean"] == np.mean(own["trials"]) and own["std"] == np.std(own["trials"], ddof=1)
    assert json.loads((tmp_path / "sweep/results.json").read_text())["metrics"]["modes"]["mean"] is None
    assert results["sweep"][1]["values"] == {
        "generator_tx.learning_rate": 1e-3,
        "method.teaching_weight": 1.0,
    }
    _, state, _ = load(tmp_path / "sweep")
    single = tiny_configs.lbt()
    single.trials = 2
    single.generator_tx.learning_rate, single.method.teaching_weight = 1e-3, 1.0
    train(single, tmp_path / "single", devices=ONE)
    _, expected, _ = load(tmp_path / "single")
    chex.assert_trees_all_close(jax.tree.map(lambda x: x[2:4], state.params), expected.params, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize(
    "key, values, message",
    [
        ("generator_tx.learning_rat", (1.0,), "did you mean generator_tx.learning_rate"),
        ("method.inner_steps", (1, 2), "only float hyperparameters"),
        ("generator_tx.b1", ("a",), "must be numbers"),
    ],
)
def test_sweeps_that_cannot_be(key, values, message, tmp_path):
    config = tiny_configs.lbt()
    config.sweep[key] = values
    with pytest.raises(UserError, match=message):
        train(config, tmp_path / "x", devices=ONE)
    assert not (tmp_path / "x").exists()


def poisoned(config, lanes):
    """A sweep whose learning rates in `lanes` blow up at the first step."""
    config.sweep["generator_tx.learning_rate"] = tuple(1e39 if bad else 1e-3 for bad in lanes)
    config.generator_tx = {"name": "sgd", "learning_rate": 1e-3}
    config.steps, config.checkpoint_every = 8, 2
    return config


def test_one_lane_of_two_may_diverge(tmp_path, capsys):
    config = poisoned(tiny_configs.gan(), (False, True))
    config.eval.diagnostics = ("discriminator_loss",)
    results = train(config, tmp_path, devices=ONE)
    assert np.isfinite(results["metrics"]["train/discriminator_loss"]["trials"]).tolist() == [True, False]
    assert list(results["non_finite"]) == ["1"]
    trials = results["metrics"]["high_quality"]["trials"]
    assert np.isfinite(trials[0]) and np.isnan(trials[1])
    assert "lane 1" in capsys.readouterr().err
    assert json.loads((tmp_path / "results.json").read_text())["metrics"]["high_quality"]["trials"][1] is None


def test_a_lane_that_was_lost_is_not_drawn(tmp_path, monkeypatch):
    """The picture is of the first that goes on; `launch.sample` of a lost one is one line."""
    drawn = []

    def save(path, samples, reference=None):
        drawn.append(samples)
        return save_samples(path, samples, reference)

    monkeypatch.setattr("ganjax.harness.train.save_samples", save)
    train(poisoned(tiny_configs.gan(), (True, False)), tmp_path / "w", devices=ONE)
    assert np.isfinite(drawn[-1]).all()
    command = [sys.executable, "-m", "launch.sample", f"--workdir={tmp_path / 'w'}", f"--out={tmp_path / 'x.npz'}"]
    lost = subprocess.run(command, capture_output=True, text=True, env=one_device(), timeout=300)
    assert lost.returncode == 2 and "lane 0 was lost at step" in lost.stderr and not (tmp_path / "x.npz").exists()
    assert subprocess.run([*command, "--lane=1"], env=one_device(), timeout=300).returncode == 0
    assert np.isfinite(np.load(tmp_path / "x.npz")["x"]).all()


def test_training_stops_when_all_lanes_have(tmp_path):
    config = tiny_configs.gan()
    config.steps = 2
    config.checkpoint_every = 2
    train(config, tmp_path, devices=ONE)
    before = load(tmp_path)[1]
    # The same run, its state spoilt: the next chunk is not finite, and nothing is saved over the good one.
    import ganjax.harness.train as module

    def spoil(config, *args, **kwargs):
        run = prepare(config, *args, **kwargs)

        def chunk(state, start, stop):
            return run.chunk(
                jax.tree.map(lambda x: x * np.float32(np.nan) if x.dtype == np.float32 else x, state),
                start,
                stop,
            )

        return run._replace(chunk=chunk)

    config.steps = 6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "prepare", spoil)
        with pytest.raises(UserError, match=r"all 1 lanes are non-finite: \w+ at step 3; the last .* step 2"):
            train(config, tmp_path, devices=ONE)
    chex.assert_trees_all_equal(load(tmp_path)[1], before)


@pytest.mark.parametrize("harm", ["truncate", "delete", "flip"])
def test_a_damaged_checkpoint_falls_back_to_the_newest_whole_one(harm, tmp_path, capsys):
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every = 4, 2
    train(config, tmp_path, devices=ONE)
    expected = load(tmp_path)[1]
    files = [p for p in (tmp_path / "checkpoints" / "4").rglob("*") if p.is_file()]
    biggest = max(files, key=lambda p: p.stat().st_size)
    if harm == "truncate":
        biggest.write_bytes(biggest.read_bytes()[: biggest.stat().st_size // 2])
    elif harm == "flip":
        data = bytearray(biggest.read_bytes())
        data[len(data) // 2] ^= 0xFF
        biggest.write_bytes(data)
    else:
        import shutil

        shutil.rmtree(tmp_path / "checkpoints" / "4")
    train(config, tmp_path, devices=ONE)
    said = capsys.readouterr().err
    assert "checkpoint 4 is damaged" in said and "resuming" in said and "step 2" in said
    chex.assert_trees_all_equal(load(tmp_path)[1], expected)


def test_resuming_refuses_another_config_and_goes_back_in_time(tmp_path):
    config = tiny_configs.gan()
    train(config, tmp_path, devices=ONE)
    before = (tmp_path / "config.json").read_text()
    config.generator_tx.learning_rate = 0.5
    with pytest.raises(UserError, match=r"another generator_tx\.learning_rate: 0\.01, not 0\.5"):
        train(config, tmp_path, devices=ONE)
    assert (tmp_path / "config.json").read_text() == before
    config = tiny_configs.gan()
    config.steps = 2
    with pytest.raises(UserError, match="past config.steps=2"):
        train(config, tmp_path, devices=ONE)
    assert (tmp_path / "config.json").read_text() == before


def test_checkpoints_keep_the_newest(tmp_path):
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every, config.keep_checkpoints = 5, 1, 2
    config.sample_every, config.keep_samples = 2, 2
    train(config, tmp_path, devices=ONE)
    assert Checkpoints(tmp_path / "checkpoints").steps() == [4, 5]
    assert sorted(path.name for path in (tmp_path / "samples").iterdir()) == [
        "step_00000004.png",
        "step_00000005.png",
    ]


def test_a_checkpoint_that_is_deleted_while_it_is_read_gives_way_to_a_newer_one(tmp_path, monkeypatch):
    """A run that goes on keeps the newest few."""
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every = 4, 2
    train(config, tmp_path, devices=ONE)
    steps, restore = iter([2, 4]), Checkpoints.restore

    def deleted(self, template, step=None):
        if step == 2:
            raise FileNotFoundError("Checkpoint not found")
        return restore(self, template, step=step)

    monkeypatch.setattr(Checkpoints, "newest", lambda self: next(steps))
    monkeypatch.setattr(Checkpoints, "restore", deleted)
    assert int(np.asarray(load(tmp_path)[1].step).max()) == 4
    monkeypatch.setattr(Checkpoints, "newest", lambda self: 2)
    with pytest.raises(UserError, match="deleted sooner than they can be read"):
        load(tmp_path)


def test_the_loop_compiles_once(tmp_path):
    """Chunks of any length are one program."""
    config = tiny_configs.gan()
    config.steps, config.log_every, config.checkpoint_every, config.sample_every = 11, 4, 3, 5
    run = prepare(config, devices=ONE)
    state, traces = run.init(), []
    with jax.log_compiles():
        import logging

        handler = logging.Handler()
        handler.emit = lambda record: traces.append(record.getMessage())
        logging.getLogger("jax._src.interpreters.pxla").addHandler(handler)
        for start, stop in ((0, 3), (3, 4), (4, 5), (5, 8)):
            state, _ = run.chunk(state, start, stop)
        logging.getLogger("jax._src.interpreters.pxla").removeHandler(handler)
    assert sum("Compiling jit(chunk)" in t or "Compiling chunk" in t for t in traces) == 1, traces


def test_a_conditional_run_samples_by_label():
    """All classes in turn, or one; what launch.sample --label and the evaluator ask for."""
    config = tiny_configs.METHODS["conditional"]()
    run = prepare(config, "jit", ONE)
    state, key = run.init(), jax.random.key(3)
    run.check(state)
    draw = make_sampler(run, 4)
    np.testing.assert_array_equal(sample_labels(run, 12), [*range(10), 0, 1])
    sample, one = run.lane_method({}).sample, lane(state, 0)
    for label, labels in ((7, np.full(8, 7)), (None, np.arange(8))):
        parts = [sample(jax.random.fold_in(key, i), one, 4, jnp.asarray(labels[4 * i : 4 * i + 4])) for i in range(2)]
        samples = draw(key, state, 0, 6, label)
        np.testing.assert_allclose(samples, np.concatenate(parts)[:6], atol=1e-6)
    assert np.abs(draw(key, state, 0, 4, 1) - draw(key, state, 0, 4, 2)).max() > 1e-4
    assert check_label(run, [7.0]) == 7
    for wrong in ([10.0], [-1.0], [1.5], [1.0, 0.0]):
        with pytest.raises(UserError, match="one whole number from 0 to 9"):
            check_label(run, wrong)
    gan = prepare(tiny_configs.METHODS["gan"](), "jit", ONE)
    assert sample_labels(gan, 5) is None
    with pytest.raises(UserError, match="not conditional"):
        check_label(gan, [1.0])


def test_a_vector_of_attributes_is_asked_for(tmp_path):
    rng = np.random.default_rng(0)
    x, label = rng.integers(0, 256, (40, 16, 16, 1)).astype(np.uint8), rng.integers(0, 2, (40, 3))
    np.savez(tmp_path / "a.npz", x=x, label=label.astype(np.float32))
    config = tiny_configs.METHODS["conditional"]()
    config.data.name, config.data.path = "npz", str(tmp_path / "a.npz")
    config.networks.generator.n_classes = config.networks.discriminator.n_classes = 3
    run = prepare(config, "jit", ONE)
    state, key = run.init(), jax.random.key(3)
    wanted = check_label(run, [1.0, 0.0, 1.0])
    samples = make_sampler(run, 4)(key, state, 0, 4, wanted)
    sample = run.lane_method({}).sample
    expected = sample(jax.random.fold_in(key, 0), lane(state, 0), 4, jnp.tile(jnp.array([1.0, 0.0, 1.0]), (4, 1)))
    np.testing.assert_allclose(samples, expected, atol=1e-6)
    for wrong in ([1.0], [1.0, 0.0, 2.0]):
        with pytest.raises(UserError, match="is 3 attributes"):
            check_label(run, wrong)


def test_a_generator_of_another_shape_is_named(tmp_path):
    config = tiny_configs.METHODS["gan"]()
    config.networks.generator.x_shape = (3,)
    with pytest.raises(UserError, match=r"a sample has the shape \(3,\), an example of the data \(2,\)"):
        train(config, tmp_path / "w", devices=ONE)
    assert not (tmp_path / "w").exists()
