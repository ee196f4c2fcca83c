"""What a row of a table cost, and the order of its rows."""

import json
import math

import jax
import numpy as np
from etils import epath

from ganjax.harness.evaluate import statistics
from ganjax.harness.run import prepare
from ganjax.harness.train import train
from launch import cli
from launch.costs import seconds_to, with_costs
from launch.markdown import markdown
from tests.tiny_configs import METHODS

LINES = [
    {"step": 1, "train": {"loss": [1.0, 2.0]}, "seconds": 0.5},
    {"step": 1, "eval": {"modes": [7.0, 3.0]}, "seconds": 1.0},
    {"step": 2, "eval": {"modes": [8.0, 4.0]}, "seconds": 2.5},
    {"step": 3, "eval": {"modes": [6.0, 8.0]}, "seconds": 4.0},
]


def as_json(statistic):
    """An entry as it is read back: what is not finite is null."""
    return json.loads(json.dumps(statistic).replace("NaN", "null"))


def test_seconds_to_is_the_first_time_that_a_trial_is_there():
    entry = seconds_to(LINES, "modes", 7.5)
    assert entry["trials"] == [2.5, 4.0] and entry["mean"] == 3.25
    assert cli.format_statistic(entry) == "3.25 ± 0.75"
    assert seconds_to(LINES, "modes", 8)["trials"] == [2.5, 4.0]  # the level itself counts


def test_a_mean_of_some_trials_says_of_how_many():
    some = statistics(np.array([1.0, math.nan, 3.0]))
    assert cli.format_statistic(some) == cli.format_statistic(as_json(some)) == "2 ± 1 (2 of 3)"
    assert cli.format_statistic(statistics(np.array([math.nan, 3.0]))) == "3 (1 of 2)"
    assert cli.format_statistic(statistics(np.array([1000.0]))) == "1000"


def test_a_trial_that_is_never_there_leaves_no_mean():
    entry = seconds_to(LINES[:3], "modes", 5)
    assert entry["trials"][0] == 1.0 and math.isnan(entry["trials"][1]) and math.isnan(entry["mean"])
    assert cli.format_statistic(entry) == cli.format_statistic(as_json(entry)) == "1 of 2"
    nowhere = seconds_to(LINES, "modes", 9)
    assert cli.format_statistic(as_json(nowhere)) == cli.format_statistic(nowhere) == "–"
    assert seconds_to(LINES, "kl", 1)["trials"] == []


def test_costs_of_a_run(tmp_path):
    config = METHODS["gan"]()
    config.update(steps=4, eval_every=2, trials=2)
    results = train(config, tmp_path)
    metrics = with_costs(results, {"first": ("high_quality", 0.0)}, epath.Path(tmp_path), config)["metrics"]
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    first = next(line["seconds"] for line in lines if "eval" in line)
    assert metrics["first"]["trials"] == [first, first] and set(results["metrics"]) < set(metrics)
    held = jax.eval_shape(prepare(config).init)  # the parameters and Adam's moments of both trials, among others
    least = sum(leaf.size * leaf.dtype.itemsize for leaf in jax.tree.leaves(held) if leaf.dtype == np.float32)
    assert least < 1e6 * metrics["megabytes"]["mean"] < 100 * least


def row_of(modes, kl):
    metrics = {"modes": as_json(stat(modes)), "kl": as_json(stat(kl))}
    environment = {"n_devices": 1, "device": "cpu", "cpu_count": 1, "jax": "0"}
    return {"metrics": metrics, "seconds": 1.0, "step": 1, "environment": environment, "sweep": None}


def stat(value):
    return {"mean": value, "std": 0.0, "trials": [value]}


def test_rows_are_sorted_within_their_groups():
    scores = {"a": (3, 0.1), "b": (5, 0.3), "c": (5, 0.2), "d": None, "e": (9, math.nan)}
    groups = {"a": "one", "b": "one", "c": "one", "d": "one", "e": "two"}
    rows = [{"label": label, "group": group, "config": label, "budgets": {}} for label, group in groups.items()]
    entries = [
        {"label": label, "paper": {}, "why": "", "results": scores[label] and row_of(*scores[label])}
        for label in groups
    ]
    control = {"label": "true samples", "control": "data", "paper": {}, "why": "", "results": row_of(1, 0.0)}
    table = {"title": "t", "columns": ("modes", "kl"), "rows": rows}

    def order(table):
        text = markdown(table, "cpu", [*entries, control], "command")
        cells = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]
        return [cell for cell in cells if cell in {*groups, "true samples"}]

    assert order(table | {"sort": ("-modes", "kl")}) == ["true samples", "c", "b", "a", "d", "e"]
    assert order(table | {"sort": ("kl",)}) == ["true samples", "a", "c", "b", "d", "e"]
    assert order(table) == ["a", "b", "c", "d", "e", "true samples"]


def test_a_run_that_is_scored_again_does_not_say_when_it_was_there(tmp_path):
    """Its first evaluations are dropped, and the last one would be taken for the first at that level."""
    config = METHODS["gan"]()
    config.update(steps=4, eval_every=2)
    results = train(config, tmp_path)
    lines = (tmp_path / "metrics.jsonl").read_text().splitlines(keepends=True)
    kept = [line for line in lines if "eval" not in line or json.loads(line)["step"] == 4]
    (tmp_path / "metrics.jsonl").write_text("".join(kept))
    metrics = with_costs(results, {"first": ("high_quality", 0.0)}, epath.Path(tmp_path), config)["metrics"]
    assert metrics["first"]["trials"] == []
