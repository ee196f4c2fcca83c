"""The search that gives every method the same draws and the same seconds, and the joint sweep that it trains."""

import json
import pathlib
import subprocess
import sys

import conftest
import numpy as np
import pytest
from ml_collections import ConfigDict

from ganjax.errors import UserError
from ganjax.harness.config import check, sweep_points
from ganjax.harness.tune import draw_points, tune

RATES = "generator_tx.learning_rate", "discriminator_tx.learning_rate"


def searched():
    config = conftest.gan()
    for rate in RATES:
        config.search[rate] = (1e-4, 1e-2)
    return config


def test_hyperparameters_with_a_comma_vary_together():
    config = conftest.gan()
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
        ("sweep", f"{RATES[0]}, {RATES[0]}", ((1e-3, 1e-3),), "is there twice"),
        ("search", "generator_tx.learning_rat", (1e-3, 1e-2), "generator_tx.learning_rate"),
        ("search", RATES[0], (0.0, 1e-2), "a range"),
        ("search", RATES[0], (1e-2, 1e-3), "a range"),
        ("search", RATES[0], (1e-2,), "a range"),
    ],
)
def test_wrong_hyperparameters_are_named(where, key, values, message):
    config = conftest.gan()
    config[where][key] = values
    with pytest.raises(UserError, match=message):
        check(config)


def test_draws_are_uniform_in_the_logarithm_and_hang_on_the_seed_alone():
    search = ConfigDict({}, allow_dotted_keys=True)
    search["a.b"] = (1e-4, 1e-2)
    points = np.log10([point[0] for point in draw_points(search, 4_000, 0)])
    assert points.min() >= -4.01 and points.max() <= -1.99
    assert abs(points.mean() + 3) < 0.04 and abs(points.std() - 2 / np.sqrt(12)) < 0.02
    assert draw_points(search, 3, 1) == draw_points(search, 3, 1) != draw_points(search, 3, 2)


def test_a_search_has_all_draws_the_best_first(tmp_path):
    config = searched()
    options = dict(draws=3, seconds=0.2, metrics=("modes", "kl"), seed=0)
    found = tune(config, tmp_path / "w", **options)
    assert len(found["draws"]) == 3 and found["steps"] >= 1 and not config.sweep
    order = [(-d["metrics"]["modes"]["mean"], d["metrics"]["kl"]["mean"]) for d in found["draws"]]
    assert order == sorted(order)
    drawn = {tuple(d["values"][rate] for rate in found["search"]) for d in found["draws"]}
    assert drawn == set(draw_points(config.search, 3, 0))
    again = tune(config, tmp_path / "w", **options)  # goes on, and so at the same steps
    assert again["draws"] == found["draws"] and again["steps"] == found["steps"]
    for other in ({"draws": 4}, {"seconds": 0.3}, {"seed": 1}):
        with pytest.raises(UserError, match="holds a search of other draws"):
            tune(config, tmp_path / "w", **options | other)
    del config.search[RATES[0]]  # of one hyperparameter alone
    assert len(tune(config, tmp_path / "one", **options)["draws"]) == 3
    with pytest.raises(UserError, match="no metric 'quality'"):
        tune(config, tmp_path / "other", **options | {"metrics": ("quality",)})
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--config=configs/cifar10/dcgan.py"], "nothing to search"),
        (["--config=configs/ring/gan.py", "--draws=0"], "--draws"),
        (["--config=configs/ring/gan.py", "--seconds=0"], "--seconds"),
    ],
)
def test_a_wrong_search_is_one_line_and_status_2(arguments, message, tmp_path):
    out = tmp_path / "x.json"
    done = subprocess.run(
        [sys.executable, "-m", "launch.tune", *arguments, f"--out={out}"],
        cwd=pathlib.Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_the_searches_of_the_repository_are_whole():
    """Every draw of results/tuning is there, so that no choice rests on draws that nobody sees."""
    for path in (pathlib.Path(__file__).parents[1] / "results/tuning").glob("*.json"):
        found = json.loads(path.read_text())
        swept = found["config"]["sweep"][", ".join(found["search"])]
        drawn = sorted(tuple(draw["values"][name] for name in found["search"]) for draw in found["draws"])
        assert drawn == sorted(tuple(np.ravel(values)) for values in swept)
