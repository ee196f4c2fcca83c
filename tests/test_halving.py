"""Successive halving, and searches in parts."""

import itertools
import json

import chex
import jax
import numpy as np
import pytest

from ganjax.errors import Diverged, UserError
from ganjax.harness import halving, shards
from ganjax.harness.evaluate import load, statistics
from ganjax.harness.lock import Lock
from ganjax.harness.train import train
from ganjax.harness.tune import draw_loss, draw_points, tune
from tests.test_tune import RATES, searched


@pytest.mark.parametrize("draws, halvings", [(16, 0), (16, 4), (13, 2), (1, 0)])
def test_a_ladder_costs_what_all_draws_would(draws, halvings):
    rungs = halving.ladder(draws, halvings, 12_000)
    assert [left for left, _ in rungs] == [int(np.ceil(draws / 2**r)) for r in range(halvings + 1)]
    assert all(after == 2 * before for (_, before), (_, after) in zip(rungs, rungs[1:], strict=False))
    starts = [0, *(steps for _, steps in rungs[:-1])]
    cost = sum(left * (steps - start) for (left, steps), start in zip(rungs, starts, strict=True))
    assert draws * 12_000 * 0.999 <= cost <= draws * 12_000 * 1.1  # a half is rounded up


def test_the_worse_half_goes(monkeypatch, tmp_path):
    """Scores are made up: on the first rung the largest rates are best, on the second the smallest."""
    config, steps = searched(), []
    config.sweep[RATES[0]] = (0.3, 0.1, 0.5, 0.2, 0.4)
    config.generator_tx.decay_steps = config.get_ref("steps")
    config.steps = 40

    def made_up(stage, folder):
        steps.append((stage.steps, stage.generator_tx.decay_steps))
        rates = np.array(stage.sweep[RATES[0]])
        scores = [{"modes": statistics(value)} for value in (rates if stage.steps == 10 else -rates)[:, None]]
        points = zip(stage.sweep[RATES[0]], scores, strict=True)
        return {"sweep": [{"values": {RATES[0]: rate}, "metrics": score} for rate, score in points]}

    monkeypatch.setattr(halving, "train", made_up)
    monkeypatch.setattr(halving, "_go_on", lambda *_: None)
    group = halving.Group(config, tmp_path, [(5, 10), (3, 20), (2, 40)])
    ended, _ = halving.climb([group], lambda m: -m["modes"]["mean"])
    assert steps == [(10, 40), (20, 40), (40, 40)], "schedules are as long as the last rung"
    ranked = sorted(ended, key=draw_loss(("modes",)))
    assert [(draw["values"][RATES[0]], draw["rung"], draw["steps"]) for draw in ranked] == [
        (0.3, 2, 40),
        (0.4, 2, 40),
        (0.5, 1, 20),
        (0.2, 0, 10),
        (0.1, 0, 10),
    ]


def test_a_rung_that_diverges_ends_the_search_and_comes_last(monkeypatch, tmp_path):
    config = searched()
    config.sweep[RATES[0]] = (0.3, 0.1, 0.5)

    def made_up(stage, folder):
        rates = stage.sweep[RATES[0]]
        if len(rates) < 2:
            raise Diverged("all 1 lanes are non-finite: loss at step 13")
        points = [{"values": {RATES[0]: rate}, "metrics": {"modes": statistics(np.array([rate]))}} for rate in rates]
        return {"sweep": points, "seconds": 1.0}

    monkeypatch.setattr(halving, "train", made_up)
    monkeypatch.setattr(halving, "_go_on", lambda *_: None)
    rungs = [(3, 10), (2, 20), (1, 40), (1, 80)]
    group = halving.Group(config, tmp_path, rungs)
    ended, (results,) = halving.climb([group], lambda metrics: -metrics["modes"]["mean"])
    ranked = sorted(ended, key=draw_loss(("modes",)))
    assert [(draw["values"][RATES[0]], draw["rung"]) for draw in ranked] == [(0.3, 1), (0.1, 0), (0.5, 2)]
    assert np.isnan(ranked[-1]["metrics"]["modes"]["mean"]) and results["seconds"] == 1.0
    config.sweep[RATES[0]] = (0.3,)
    with pytest.raises(UserError, match="non-finite"):
        halving.climb([halving.Group(config, tmp_path, [(1, 10)])], lambda metrics: 0.0)


def test_a_survivor_ends_as_if_it_had_trained_alone(tmp_path, monkeypatch):
    """The last draws survive here, whatever their scores: their states are not those of the first ones."""
    losses = itertools.count(0, -1)
    monkeypatch.setattr("ganjax.harness.tune._order", lambda *_: (next(losses),))
    config = searched()
    options = dict(draws=4, seconds=0.2, metrics=("high_quality", "kl"), seed=0, halvings=1)
    results = tune(config, tmp_path / "w", **options)
    assert [draw["rung"] for draw in results["draws"]] == [1, 1, 0, 0]
    assert results["steps"] == results["draws"][0]["steps"] == 2 * results["draws"][-1]["steps"]
    values = results["draws"][0]["values"]
    run, state, _ = load(tmp_path / "w/rung_1")
    index = run.points.index(values)
    config.sweep[", ".join(values)] = ((*values.values(),),)
    config.steps = results["steps"]
    train(config, tmp_path / "alone", devices=jax.devices()[:1])
    alone = load(tmp_path / "alone")[1]
    chex.assert_trees_all_close(jax.tree.map(lambda x: x[[index]], state.params), alone.params, rtol=1e-3, atol=1e-5)
    again = tune(searched(), tmp_path / "w", **options)
    assert again["draws"] == results["draws"]
    with pytest.raises(UserError, match="4 can be halved 0 to 2 times"):
        tune(searched(), tmp_path / "other", **options | {"halvings": 3})
    with pytest.raises(UserError, match="other draws, seconds, seed or halvings"):
        tune(searched(), tmp_path / "w", **options | {"halvings": 0})


def test_a_rung_that_another_process_writes_is_left_alone(tmp_path):
    saving = tmp_path / "rung_1/checkpoints/7.orbax-checkpoint-tmp-1"
    saving.mkdir(parents=True)
    with Lock(tmp_path / "rung_1") as other:
        other.acquire()
        with pytest.raises(UserError, match="is being written to"):
            halving._go_on(tmp_path, tmp_path / "rung_1", [0], 1)
    assert saving.exists()


def test_parts_make_the_whole(tmp_path):
    config, out = searched(), tmp_path / "x.json"
    options = dict(draws=3, seconds=0.3, metrics=("modes", "kl"), seed=0)
    parts = [tune(config, tmp_path / f"w{i}", **options, shard=(i, 2)) for i in (1, 2)]
    assert [len(part["draws"]) for part in parts] == [2, 1]
    for index, missing in ((2, [1]), (1, [])):
        file = shards.file_of(out, (index, 2))
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(parts[index - 1]))
        assert not out.exists() and shards.merge(out, 2, draw_loss(("modes", "kl"))) == missing
    whole = json.loads(out.read_text())
    points = draw_points(config.search, 3, 0)
    assert sorted(tuple(draw["values"].values()) for draw in whole["draws"]) == sorted(points)
    assert sorted(map(tuple, whole["config"]["sweep"][", ".join(config.search)])) == sorted(points)
    order = [draw_loss(("modes", "kl"))(draw) for draw in whole["draws"]]
    assert order == sorted(order) and whole["seconds"] == sum(part["seconds"] for part in parts)
    others = {"asked": {"draws": 4}}, {"metrics_version": 0}, {"config": parts[0]["config"] | {"batch_size": 3}}
    for other in others:
        shards.file_of(out, (1, 2)).write_text(json.dumps(parts[0] | other))
        with pytest.raises(
            UserError, match=f"is of another search .*{'batch_size' if 'config' in other else [*other][0]}"
        ):
            shards.merge(out, 2, draw_loss(("modes", "kl")))
    plain_method, flow = parts[0]["config"]["method"], {"name": "flow_matching", "euler_steps": 3}
    for key, first, second in (
        ("critic_steps", plain_method | {"critic_steps": 5}, plain_method),
        ("euler_steps", flow | {"euler_steps": 4}, flow),  # which only samples depend on
    ):
        for index, method in enumerate((first, second)):
            config_of = parts[index]["config"] | {"method": method}
            shards.file_of(out, (index + 1, 2)).write_text(json.dumps(parts[index] | {"config": config_of}))
        with pytest.raises(UserError, match=f"is of another search .config.method.{key}"):
            shards.merge(out, 2, draw_loss(("modes", "kl")))
    elsewhere = parts[0]["config"] | {"data": parts[0]["config"]["data"] | {"path": "/data"}}
    for index, config_of in enumerate((elsewhere, parts[1]["config"])):
        shards.file_of(out, (index + 1, 2)).write_text(json.dumps(parts[index] | {"config": config_of}))
    assert shards.merge(out, 2, draw_loss(("modes", "kl"))) == [], "one machine finds its data by TFDS_DATA_DIR"
    with pytest.raises(UserError, match="has none of 3 draws"):
        tune(config, tmp_path / "none", **options, shard=(4, 5))
    assert shards.file_of(out, (1, 1)) == out and not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"])
def test_a_wrong_part_is_named(text):
    assert shards.parse("3/16") == (3, 16)
    with pytest.raises(UserError, match="as 3/16"):
        shards.parse(text)
