"""The best draws of a search trained once more, for longer and on other seeds."""

import json
import pathlib
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from ganjax.harness import shards
from ganjax.harness.config import copied
from ganjax.harness.finals import Search, points_of, steps_of
from ganjax.harness.train import train
from ganjax.harness.tune import draw_loss, tune
from tests.commands import one_device
from tests.test_tune import RATES, searched

ROOT = pathlib.Path(__file__).parents[1]
NAME = ", ".join(sorted(RATES))


def finals(**changes):
    """The config of finals: other seeds than the search's, two a draw."""
    config = searched()
    config.seed, config.trials = 7, 2
    config.update(changes)
    return config


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    """A search of five draws, 60 steps in all in 10 seconds: the last is the best, as its file says."""
    results = tune(
        searched(), tmp_path_factory.mktemp("search"), draws=5, seconds=0.2, metrics=("modes", "kl"), seed=0
    )
    results["draws"] = [draw | {"steps": 12} for draw in reversed(results["draws"])]
    results["asked"] = results["asked"] | {"seconds": 10.0}
    return Search("search.json", json.loads(json.dumps(results)))


def options(**changes):
    return dict(draws=2, seconds=12.0, metrics=("high_quality", "kl"), seed=0) | changes


def test_finals_train_the_best_draws_for_the_seconds_at_the_rate_of_their_search(search, tmp_path):
    """6 steps a second: 12 seconds are 18 steps of four runs, whatever this machine does."""
    results = tune(finals(), tmp_path / "w", **options(), finals_of=search)
    best = [draw["values"] for draw in search.results["draws"][:2]]
    assert sorted((draw["values"] for draw in results["draws"]), key=best.index) == best
    assert results["steps"] == 18 and {draw["steps"] for draw in results["draws"]} == {18}
    assert results["asked"]["finals"] == "search.json" and results["asked"]["seconds"] == 12.0
    assert [len(draw["metrics"]["kl"]["trials"]) for draw in results["draws"]] == [2, 2]
    order = [draw_loss(("high_quality", "kl"))(draw) for draw in results["draws"]]
    assert order == sorted(order)

    config = finals(steps=18)
    config.sweep[NAME] = tuple(tuple(values[name] for name in NAME.split(", ")) for values in best)
    alone = train(config, tmp_path / "alone")
    again = {repr(point["values"]): point["metrics"] for point in alone["sweep"]}
    assert {repr(draw["values"]): draw["metrics"] for draw in results["draws"]} == again, "from the start"

    assert tune(finals(), tmp_path / "w", **options(), finals_of=search)["draws"] == results["draws"], "it goes on"
    for other in (search._replace(file="other.json"), None):
        with pytest.raises(UserError, match="or of other choices or finals"):
            tune(finals(), tmp_path / "w", **options(), finals_of=other)


def test_finals_can_be_halved_and_spread(search, tmp_path):
    results = tune(finals(), tmp_path / "w", **options(draws=4, halvings=1), finals_of=search)
    assert [(draw["rung"], draw["steps"]) for draw in results["draws"]] == [(1, 12), (1, 12), (0, 6), (0, 6)]
    out = tmp_path / "x.json"
    for index in (1, 2):
        path = shards.file_of(out, (index, 2))
        path.parent.mkdir(exist_ok=True)
        part = tune(finals(), tmp_path / f"w{index}", **options(draws=3), finals_of=search, shard=(index, 2))
        assert part["steps"] == 12, "a part of the draws has as large a part of the seconds"
        path.write_text(json.dumps(part))
    assert shards.merge(out, 2, draw_loss(("high_quality", "kl"))) == []
    whole = json.loads(out.read_text())["draws"]
    best = [draw["values"] for draw in search.results["draws"][:3]]
    assert sorted((draw["values"] for draw in whole), key=best.index) == best


def test_finals_of_finals_count_their_search_s_seeds(search):
    """Two runs a draw took those seconds: one has as many steps in half of them, and never none."""
    two = Search("finals.json", {**search.results, "config": {**search.results["config"], "trials": 2}})
    config = finals(trials=1)
    config.sweep[NAME] = ((1e-3, 1e-3), (1e-3, 2e-3))
    assert steps_of(search, config, 12.0) == 36 and steps_of(two, config, 12.0) == 72
    assert steps_of(search, config, 0.01) == 1


def test_finals_by_an_unknown_metric_train_nothing(search, tmp_path):
    with pytest.raises(UserError, match="no metric 'quality'; there are modes"):
        tune(finals(), tmp_path / "w", **options(metrics=("quality",)), finals_of=search)
    assert not (tmp_path / "w").exists()


def test_finals_of_a_search_that_was_made_again_do_not_go_on(search, tmp_path):
    """As many steps as its file says, not as an earlier one said."""
    (tmp_path / "plan.json").write_text(
        json.dumps(
            {
                "draws": 2,
                "seconds": 12.0,
                "seed": 0,
                "halvings": 0,
                "finals": "search.json",
                "steps": [9],
                "choices": {},
            }
        )
    )
    with pytest.raises(UserError, match="or of other choices or finals"):
        tune(finals(), tmp_path, **options(), finals_of=search)


def _otherwise(config, key, value):
    changed = copied(config)
    with changed.ignore_type():
        changed.update_from_flattened_dict({key: value})
    return changed


def test_what_is_no_search_of_this_config_is_refused(search):
    def refused(config, message, draws=2, **changed):
        with pytest.raises(UserError, match=message):
            points_of(Search("x.json", {**search.results, **changed}), config, draws)

    refused(finals(), "--draws=6, and --finals=x.json has 5", draws=6)
    refused(finals(seed=0), "has seen the seed 0: give another --config.seed")
    refused(_otherwise(finals(), "ema", 0.5), r"of another config \(config.ema 0.0, not 0.5\)")
    refused(_otherwise(finals(), "eval.samples", 9), "config.eval.samples")
    refused(_otherwise(finals(), "generator_tx.decay_steps", 9), "config.generator_tx.decay_steps None, not 9")
    refused(_otherwise(finals(), "data.path", "own.npz"), "config.data.path")
    fewer = finals()
    del fewer.search[RATES[0]]
    refused(fewer, f"searched {NAME}, and not {RATES[1]}")
    chose = finals()
    chose.search["batch_size"] = (8, 16)
    refused(chose, "chose too", search={**search.results["search"], "batch_size": [8, 16]})
    assert len(points_of(search, _otherwise(finals(), "generator_tx.learning_rate", 0.5), 5)) == 5, "a rate is drawn"
    assert len(points_of(search, finals(steps=9, log_every=3), 5)) == 5
    falling = Search("x.json", {**search.results, "config": json.loads(json.dumps(search.results["config"]))})
    falling.results["config"]["generator_tx"]["decay_steps"] = 29
    assert points_of(falling, _otherwise(finals(), "generator_tx.decay_steps", 9), 5), "it follows the steps"


@pytest.mark.parametrize(
    "changed",
    [
        {"draws": None},
        {"draws": []},
        {"draws": [{"values": {}, "metrics": {}}] * 5},  # of an earlier version, without their steps
        {"asked": {"draws": 5}},
        {"asked": {"draws": 5, "seconds": 0}},
        {"asked": {"draws": 10, "seconds": 10.0}},  # a part
        {"config": {}},
    ],
)
def test_what_is_no_whole_search_is_refused(search, changed):
    for results in ({**search.results, **changed}, {"rows": []}):
        with pytest.raises(UserError, match="--finals=x.json is not the file of a whole search"):
            points_of(Search("x.json", results), finals(), 2)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--finals=nowhere.json"], "nowhere.json is not readable JSON"),
        (["--finals=results/tuning/coverage/ring_gan.json", "--draws=4"], "has seen the seed 0"),
        (["--finals="], "not readable JSON"),
        (["--finals=results/tuning/ring_gan.json", "--config.eval.samples=500"], "has the steps of each draw"),
    ],
)
def test_wrong_finals_are_one_line_and_status_2(arguments, message, tmp_path):
    out = tmp_path / "x.json"
    command = [sys.executable, "-m", "launch.tune", "--config=configs/ring/gan.py", *arguments, f"--out={out}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize("out, shard", [("search.json", "1/1"), ("./search.json", "1/1"), ("x.json", "1/2")])
def test_finals_do_not_replace_their_search(out, shard, tmp_path):
    file = tmp_path / (out if out == "search.json" else "search.json" if shard == "1/1" else "x/1_of_2.json")
    file.parent.mkdir(exist_ok=True)
    file.write_text("{}")
    arguments = ["--config=configs/ring/gan.py", f"--finals={file}", f"--out={tmp_path}/{out}", f"--shard={shard}"]
    done = subprocess.run([sys.executable, "-m", "launch.tune", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "the search would be lost" in done.stderr and file.read_text() == "{}"


def test_finals_have_a_file_of_their_own(tmp_path):
    """Without --out: that of the search stays."""
    arguments = ["--draws=4", "--seconds=0.001", "--config.seed=9"]
    file = ROOT / "results/tuning/coverage/ring_gan.json"
    command = [
        sys.executable,
        "-m",
        "launch.tune",
        f"--config={ROOT}/configs/ring/gan.py",
        f"--finals={file}",
        *arguments,
    ]
    done = subprocess.run(command, cwd=tmp_path, env=one_device(PYTHONPATH=str(ROOT)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "results/tuning").iterdir()] == ["ring_gan_finals.json"]
    found = json.loads((tmp_path / "results/tuning/ring_gan_finals.json").read_text())
    assert [draw["steps"] for draw in found["draws"]] == [1] * 4 and found["asked"]["finals"] == str(file)


def test_a_row_after_finals_has_their_best_draw_and_the_steps_of_the_long_row(tmp_path, monkeypatch):
    from configs.tables import coverage, coverage_finals, coverage_long
    from launch.tables import row_config

    rate = "generator_tx.learning_rate"
    first = [{"values": {rate: value}, "steps": 100} for value in (0.012, 0.034)]
    modes = (0.034, [25.0, None]), (0.012, [8.0, 3.0])
    last = [{"values": {rate: value}, "metrics": {"modes": {"trials": trials}}} for value, trials in modes]
    for folder, name, draws in (("searches", "grid25_sig", first), ("finals", "grid25_sig", last),
                                ("searches", "grid25_gan", first)):  # fmt: skip
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.json").write_text(json.dumps({"draws": draws, "asked": {"seconds": 30.0}}))
    monkeypatch.setattr(coverage, "SEARCHES", tmp_path / "searches")
    monkeypatch.setattr(coverage_finals, "FINALS", tmp_path / "finals")
    table, long = coverage_finals.get_table(), {row["name"]: row for row in coverage_long.get_table()["rows"]}
    rows = {row["name"]: row for row in table["rows"]}
    assert "cpu" not in rows["grid25_gan"]["budgets"] and "cpu" in long["grid25_gan"]["budgets"]
    config, before = row_config(rows["grid25_sig"], "cpu"), row_config(long["grid25_sig"], "cpu")
    assert (config.generator_tx.learning_rate, before.generator_tx.learning_rate) == (0.034, 0.012)
    assert (config.steps, config.seed, config.trials) == (before.steps, before.seed, before.trials) == (400, 3000, 5)
    assert table["note"].endswith("with both: 5 x 5: SIG 2 (25, –; 1: 8, 3).")
    (tmp_path / "searches/grid25_sig.json").write_text(json.dumps({"draws": first[:1], "asked": {"seconds": 30.0}}))
    again = {row["name"]: row for row in coverage_finals.get_table()["rows"]}
    assert "cpu" not in again["grid25_sig"]["budgets"], "the search was made again, and has other draws"


def test_all_finals_of_the_race_are_read_by_their_table():
    from configs.tables import coverage, coverage_finals

    asked = {f"{name}_{method}" for name in coverage_finals.DATA for _, method, _ in coverage.TRAINED}
    assert {path.stem for path in coverage_finals.FINALS.glob("*.json")} <= asked
