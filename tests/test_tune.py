"""The search that gives every method the same draws and the same seconds, and the joint sweep that it trains."""

import json
import math
import pathlib
import subprocess
import sys

import numpy as np
import pytest
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.harness.config import check, sweep_points
from ganjax.harness.tune import LOWER, _order, draw_points, train_command, tune, workdir_of
from ganjax.harness.writers import write_json
from tests import tiny_configs
from tests.commands import one_device

RATES = "generator_tx.learning_rate", "discriminator_tx.learning_rate"


def searched():
    config = tiny_configs.gan()
    for rate in RATES:
        config.search[rate] = (1e-4, 1e-2)
    return config


def test_hyperparameters_with_a_comma_vary_together():
    config = tiny_configs.gan()
    config.sweep[", ".join(RATES)] = ((1e-3, 1e-4), (2e-3, 3e-4))
    config.sweep["ema"] = (0.5, 0.9)
    check(config)
    assert sweep_points(config) == [
        {RATES[0]: rates[0], RATES[1]: rates[1], "ema": ema}
        for ema in (0.5, 0.9)  # keys are sorted
        for rates in ((1e-3, 1e-4), (2e-3, 3e-4))
    ]


@pytest.mark.parametrize(
    "where, key, values, message",
    [
        ("sweep", ", ".join(RATES), (1e-3, 1e-4), "takes 2 numbers at a time"),
        ("sweep", ", ".join(RATES), ((1e-3,),), "takes 2 numbers at a time"),
        ("sweep", f"{RATES[0]}, {RATES[0]}", ((1e-3, 1e-3),), "names .* twice"),
        ("sweep", "generator_tx.clip_norm", (5.0, 0.0), "clip_norm must be more than 0, not 0.0"),
        ("sweep", "ema", (0.5, 1.5), r"the values of ema must be in \[0, 1\), not 1.5"),
        ("sweep", ", ".join(("ema", RATES[0])), ((-0.1, 1e-3),), "the values of ema must be in .*, not -0.1"),
        ("sweep", RATES[0], (1e-3, math.inf), f"config.sweep.{RATES[0]} must have finite numbers only"),
        ("sweep", ", ".join(RATES), ((1e-3, math.nan),), "must have finite numbers only"),
        ("sweep", RATES[0], (10**400,), "must have finite numbers only"),
        ("search", "ema", (0.9, 1.0), r"ema needs a range below 1, not \(0.9, 1.0\)"),
        ("search", RATES[0], (1e-4, math.inf), f"config.search.{RATES[0]} must have finite numbers only"),
        ("search", RATES[0], (1e-4, 10**400), "must have finite numbers only"),
        ("search", "generator_tx.learning_rat", (1e-3, 1e-2), "generator_tx.learning_rate"),
        ("search", RATES[0], (0.0, 1e-2), "a range"),
        ("search", RATES[0], (1e-2, 1e-3), "a range"),
        ("search", RATES[0], (1e-2,), "a range"),
    ],
)
def test_wrong_hyperparameters_are_named(where, key, values, message):
    config = tiny_configs.gan()
    config[where][key] = values
    with pytest.raises(UserError, match=message):
        check(config)


def test_a_number_that_is_not_finite_is_named():
    """JSON has none, so that a run with one could not be resumed."""
    config = tiny_configs.METHODS["vae_gan"]()
    config.method.margin = float("inf")
    with pytest.raises(UserError, match="config.method.margin must be a finite number, not inf"):
        check(config)


def test_draws_are_uniform_in_the_logarithm_and_hang_on_the_seed_alone():
    search = ConfigDict({}, allow_dotted_keys=True)
    search["a.b"] = (1e-4, 1e-2)
    points = np.log10([point[0] for point in draw_points(search, 4_000, 0)])
    assert points.min() >= -4.01 and points.max() <= -1.99
    assert abs(points.mean() + 3) < 0.04 and abs(points.std() - 2 / np.sqrt(12)) < 0.02
    assert draw_points(search, 3, 1) == draw_points(search, 3, 1) != draw_points(search, 3, 2)


def test_a_draw_that_is_rounded_stays_in_its_range():
    points = np.array(draw_points({"ema": (0.9, 0.9999), "b": (0.12344, 0.12346), "c": (1, 2)}, 2_000, 0))
    assert points.min(0).tolist() == [0.9, 0.12344, 1] and points.max(0).tolist() == [0.9999, 0.12344, 2]
    assert np.isin([0.901, 0.998, 0.999], points[:, 0]).all(), "within it they have three digits"


def test_a_search_has_all_draws_the_best_first(tmp_path):
    config = searched()
    config.eval.samples = 600  # more than the check of the metrics' names draws
    options = dict(draws=3, seconds=0.2, metrics=("modes", "kl"), seed=0)
    results = tune(config, tmp_path / "w", **options)
    assert len(results["draws"]) == 3 and results["steps"] >= 1 and not config.sweep
    assert results["config"]["eval"]["samples"] == config.eval.samples == 600
    order = [(-d["metrics"]["modes"]["mean"], d["metrics"]["kl"]["mean"]) for d in results["draws"]]
    assert order == sorted(order)
    points = {tuple(d["values"][rate] for rate in results["search"]) for d in results["draws"]}
    assert points == set(draw_points(config.search, 3, 0))
    again = tune(config, tmp_path / "w", **options)  # goes on, and so at the same steps
    assert again["draws"] == results["draws"] and again["steps"] == results["steps"]
    for other in ({"draws": 4}, {"seconds": 0.3}, {"seed": 1}):
        with pytest.raises(UserError, match="holds a search of other draws"):
            tune(config, tmp_path / "w", **options | other)
    config.eval.samples = 700  # by which other draws may be the best
    with pytest.raises(UserError, match="scored by another config.eval: remove it"):
        tune(config, tmp_path / "w", **options)
    del config.search[RATES[0]]  # of one hyperparameter alone
    assert len(tune(config, tmp_path / "one", **options)["draws"]) == 3
    with pytest.raises(UserError, match="no metric 'quality'"):
        tune(config, tmp_path / "other", **options | {"metrics": ("quality",)})
    assert not (tmp_path / "other").exists()
    with pytest.raises(UserError, match="no metric 'quality'; there are modes"):  # of a search that has begun
        tune(config, tmp_path / "one", **options | {"metrics": ("modes", "kl+quality")})


@pytest.mark.parametrize("name", [*LOWER, "missed_images_3.5_0.9", "missing_accuracy_4"])
def test_of_divergences_the_smaller_is_better(name):
    def statistic(*trials):
        return {"mean": trials[0], "std": 0.0, "trials": list(trials)}

    def order(values, names):
        drawn = [{"modes": statistic(modes), name: statistic(value)} for modes, value in values]
        return [drawn.index(metrics) for metrics in sorted(drawn, key=lambda metrics: _order(metrics, names))]

    values = [(7, 0.5), (8, 0.3), (8, 0.1), (8, math.nan), (8, None), (6, -0.2)]
    assert order(values, (name,)) == [5, 2, 1, 0, 3, 4], "what is not finite comes last"
    assert order(values[:3], ("modes", name)) == [2, 1, 0], "of modes the larger, and then of equal ones the smaller"
    assert order(values[:3], (name, "modes")) == [2, 1, 0] and order(values[:3], ("modes",)) == [1, 2, 0]
    assert order([(8, 0.3), (7, 0.1)], (f"{name}+modes",)) == [0, 1], "a sum of losses, -7.7 and -6.9"
    assert _order({name: statistic(0.1, math.nan)}, (name,)) == (math.inf,), "a draw that loses a seed comes last"


def test_every_metric_of_which_less_is_better_is_known():
    """Each that mixtures report is one or the other."""
    from ganjax.metrics.mixtures import evaluate_mixture

    more = {"modes", "high_quality", "inception_score", "mode_score", "accuracy", "variance", "exp_h_y", "qualified"}
    assert not more & set(LOWER)
    rng = np.random.default_rng(0)
    scores = evaluate_mixture(rng.normal(size=(500, 2)), np.zeros((1, 2)), 1.0)
    assert set(scores) - more == set(scores) & set(LOWER)


def test_two_searches_have_two_workdirs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = [
        "a/x.json",
        "b/x.json",
        "x.json",
        "x.txt",
        "../x.json",
        "a/../b/y.json",
        str(tmp_path.parent / "z" / "x.json"),
    ]
    workdirs = [workdir_of(pathlib.Path(file)) for file in files]
    assert len(set(workdirs)) == len(files)
    assert all(".." not in path.parts and path.parts[:2] == ("build", "tuning") for path in workdirs)
    assert workdir_of(tmp_path / "a" / "x.json") == workdirs[0] == workdir_of(pathlib.Path("b/../a/x.json"))


def test_a_search_can_be_set_by_flag():
    """All ranges, or one of them; and the points of a sweep alike."""
    from launch import cli

    config = searched()
    cli._set_dotted(config, "--config.search.ema=(0.5, 0.99)")
    cli._set_dotted(config, f"--config.search.{RATES[0]}=[1e-5, 1e-3]")
    assert {key: config.search[key] for key in config.search} == {
        RATES[0]: (1e-5, 1e-3),
        RATES[1]: (1e-4, 1e-2),
        "ema": (0.5, 0.99),
    }
    check(config)
    cli._set_dotted(config, "--config.search={'ema': (0.1, 0.2)}")
    cli._set_dotted(config, f"--config.sweep.{RATES[0]}=1e-3")
    assert dict(config.search) == {"ema": (0.1, 0.2)} and config.sweep[RATES[0]] == (1e-3,)
    check(config)
    for flag, message in (
        ("--config.search=3", "config.search must be a dict"),
        ("--config.search.ema=(1e-4,", "config.search.ema must be the values of ema"),
    ):
        with pytest.raises(UserError, match=message):
            cli._set_dotted(config, flag)
    cli._set_dotted(config, "--config.search.ema=0.5")
    with pytest.raises(UserError, match="ema needs a range"):
        check(config)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--config=configs/cifar10/dcgan.py"], "config.search is empty"),
        (["--config=configs/ring/gan.py", "--config.search.ema"], "needs =VALUES"),
        (["--config=configs/ring/gan.py", "--config.search.emma=(0.1, 0.2)"], "did you mean ema"),
        (["--config=configs/ring/gan.py", "--draws=0"], "--draws"),
        (["--config=configs/ring/gan.py", "--seconds=0"], "--seconds"),
        (["--config=configs/ring/gan.py", "--metric="], "--metric is empty"),
        (["--config=configs/ring/gan.py", "--shard=4/3"], "--shard"),
        (["--config=configs/ring/gan.py", "--shard=1/2", "--out=OUT/x"], "--out must be a file that ends in .json"),
        (["--config=configs/ring/gan.py", "--draws=4", "--halvings=3"], "can be halved 0 to 2 times"),
    ],
)
def test_a_wrong_search_is_one_line_and_status_2(arguments, message, tmp_path):
    out = tmp_path / "x.json"
    arguments = [argument.replace("OUT", str(tmp_path)) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "launch.tune", f"--out={out}", *arguments],
        cwd=pathlib.Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_the_file_of_another_search_is_not_replaced(tmp_path):
    """The same one may be written again, by another version of the metrics too, and by one of before halvings."""
    file, options = tmp_path / "x.json", dict(draws=2, seconds=0.1, metrics=("modes", "kl"), seed=0)
    results = tune(searched(), tmp_path / "w", **options, files=(file,))
    asked = {key: value for key, value in results["asked"].items() if key != "halvings"}
    write_json(file, results | {"asked": asked, "metrics_version": 0})
    before = file.read_text()
    assert tune(searched(), tmp_path / "w", **options, files=(file,))["draws"] == results["draws"]
    narrower, larger, empty = searched(), searched(), tmp_path / "empty.json"
    narrower.search[RATES[0]] = (1e-4, 1e-3)
    larger.batch_size = 9
    empty.write_text("{}")
    for changed, config, where, says in (
        ({"draws": 3}, searched(), file, "asked .*'draws': 2, .*, not .*'draws': 3"),
        ({"seconds": 0.2}, searched(), file, "asked"),
        ({"halvings": 1}, searched(), file, "asked"),
        ({"metrics": ("kl",)}, searched(), file, r"metric \['modes', 'kl'\], not \['kl'\]"),
        ({}, narrower, file, "search"),
        ({}, larger, file, "config.batch_size 8, not 9"),
        ({}, searched(), empty, "search"),
    ):
        with pytest.raises(UserError, match=rf"{where.name} holds another search \({says}.*: give another --out"):
            tune(config, tmp_path / "fresh", **options | changed, files=(tmp_path / "none.json", where))
    assert not (tmp_path / "fresh").exists() and file.read_text() == before


def test_the_measured_search_of_a_fresh_clone_stays(tmp_path):
    """There is no plan of it, nor is it named by --out."""
    root, file = pathlib.Path(__file__).parents[1], tmp_path / "results/tuning/grid25_gan.json"
    file.parent.mkdir(parents=True)
    file.write_bytes((root / "results/tuning/grid25_gan.json").read_bytes())
    before = file.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "launch.tune", "--config=grid25/gan", "--draws=2", "--seconds=2"],
        cwd=tmp_path, env=one_device(PYTHONPATH=str(root)), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2 and "grid25_gan.json holds another search" in done.stderr, done.stderr
    assert done.stderr.count("\n") == 1 and file.read_bytes() == before and not (tmp_path / "build").exists()


def test_the_best_draw_is_trained_with_what_the_search_changed():
    overrides = {"generator_tx.b1": 0.5, "data.image_shape": (8, 8, 1), "seed": 3, "search.ema": (0.9, 0.99)}
    command = train_command("configs/ring/gan.py", overrides, {"generator_tx.learning_rate": 1e-3})
    assert command == (
        "ganjax train --config=configs/ring/gan.py --workdir=DIR --config.generator_tx.b1=0.5 "
        "'--config.data.image_shape=(8, 8, 1)' --config.seed=1000 --config.generator_tx.learning_rate=0.001"
    )


def test_the_best_draw_is_trained_on_a_seed_that_the_search_has_not_seen():
    assert "--config.seed=2000" in train_command("configs/ring/gan.py", {}, {}, seed=1000)


def _flat(values):
    """The numbers of a draw, the widths of networks among them."""
    return [number for value in values for number in (_flat(value) if isinstance(value, list) else [value])]


def test_the_searches_of_the_repository_are_whole():
    """Every draw of results/tuning is there, so that no choice rests on draws that nobody sees."""
    for path in (pathlib.Path(__file__).parents[1] / "results/tuning").rglob("*.json"):
        results = json.loads(path.read_text())
        names = ", ".join(results["search"])
        swept = results["config"]["sweep"][names]
        points = sorted(_flat([draw["values"][name] for name in names.split(", ")]) for draw in results["draws"])
        assert points == sorted(_flat([values]) for values in swept)


def test_a_row_of_the_race_has_the_best_draw_and_equal_seconds(tmp_path, monkeypatch):
    """A search of two draws, one of which trained longer: 300 steps of a lane in 30 seconds."""
    from configs.tables import coverage
    from launch.tables import row_config

    draws = [{"values": {"generator_tx.learning_rate": 0.012}, "steps": 200}, {"values": {}, "steps": 100}]
    search = {"draws": draws, "asked": {"seconds": 30.0}}
    (tmp_path / "grid25_sig.json").write_text(json.dumps(search))
    best = {"generator_tx.learning_rate": 0.012, "steps": 240, "eval_every": 24}
    assert coverage.searched(search, seconds=120, trials=5) == best
    monkeypatch.setattr(coverage, "SEARCHES", tmp_path)
    rows = {row["name"]: row for row in coverage.get_table()["rows"]}
    assert "cpu" not in rows["uneven_grid25_sig"]["budgets"], "it has no search of its own"
    config = row_config(rows["grid25_sig"], "cpu")
    assert config.generator_tx.learning_rate == 0.012 and config.seed == 1000
    assert config.generator_tx.decay_steps == 2 * coverage.DATA["grid25"].seconds, (
        "rates that fall end with the steps of the row"
    )
