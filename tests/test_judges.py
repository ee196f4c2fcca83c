"""The networks that score images are those beside the tables, whatever the user's cache has."""

import json
import pathlib
import subprocess
import sys

import numpy as np
import pytest
from flax import serialization

from ganjax.metrics import classifier
from launch import judges
from tests.commands import one_device

ROOT = pathlib.Path(__file__).parents[1]

A, B, C, D = (f"classifier-v{classifier.VERSION}-{name}.msgpack" for name in "abcd")


def written(path, value):
    """A file of a classifier with one parameter; returns its digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"variables": {"params": {"bias": np.full(2, value, np.float32)}}, "test": str(path)}
    path.write_bytes(serialization.msgpack_serialize(content))
    return classifier.digest_of_file(path)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_kept_judges_take_the_place_of_cached_ones(tmp_path, cache, capsys):
    folder = tmp_path / "judges"
    first, same, new = written(folder / A, 1), written(folder / B, 2), written(folder / D, 4)
    written(cache / A, 3), written(cache / B, 2)
    as_it_was = (cache / B).read_bytes()
    (folder / C).write_bytes(b"damaged")
    judges.install(folder)
    assert [classifier.digest_of_file(cache / name) for name in (A, B, C, D)] == [first, same, "", new]
    assert (cache / B).read_bytes() == as_it_was, "of the same parameters: it may have been measured on other images"
    replaced, damaged = capsys.readouterr().err.splitlines()
    assert str(folder / A) in replaced and str(cache / A) in replaced and C in damaged
    judges.install(folder)
    assert A not in capsys.readouterr().err
    judges.install(None), judges.install(tmp_path / "none")


def test_judges_of_results_are_kept_once(tmp_path, cache):
    folder = tmp_path / "judges"
    used, also, other = written(cache / A, 1), written(cache / B, 2), written(cache / C, 3)
    assert len({used, also, other}) == 3
    written(folder / B, 4)
    as_it_was = (folder / B).read_bytes()
    judges.keep(folder, [{"weights": {"stacked": used, "classes": also}}, None, {}])
    assert sorted(path.name for path in folder.iterdir()) == [A, B]
    assert classifier.digest_of_file(folder / A) == used and (folder / B).read_bytes() == as_it_was
    judges.keep(None, [{"weights": {"stacked": other}}])


def test_a_folder_that_cannot_be_written_to_stops_no_table(tmp_path, cache):
    digest = written(cache / A, 1)
    (tmp_path / "file").write_text("")
    with pytest.warns(UserWarning, match="is not kept"):
        judges.keep(tmp_path / "file/judges", [{"weights": {"stacked": digest}}])


def test_smoke_budgets_keep_none_but_where_they_are_told_to(tmp_path):
    assert judges.folder_of(None, "smoke") is None
    assert str(judges.folder_of(None, "cpu")) == judges.ROOT == "results/judges"
    assert judges.folder_of(str(tmp_path), "smoke") == tmp_path


ONE_ROW = """
from absl import flags
from ganjax.harness.config import plain
from launch import reproduce
from launch.tables import load_table, row_config
import sys

metrics = {"tv": {"mean": 1.0, "std": 0.0, "trials": [1.0]}}

def train_row(config, *_):
    measured = {"metrics": metrics, "step": 1, "seconds": 1.0, "config": plain(config), "environment": {}}
    return measured | {"weights": {"classes": sys.argv[1]}}, ""

reproduce.train_row = train_row
options = "--table=sig_toys", "--budget=smoke", "--out=out", "--only=negative_binomial/sig", "--judges=judges"
flags.FLAGS(["reproduce", *options])
reproduce.main()
"""


def test_a_table_uses_and_keeps_its_judges(tmp_path, cache):
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    kept, trained = written(tmp_path / "judges" / A, 1), written(cache / B, 2)
    written(cache / A, 3)
    environment = one_device(PYTHONPATH=str(ROOT), GANJAX_CACHE=str(cache))
    command = [sys.executable, "-c", ONE_ROW, trained]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert classifier.digest_of_file(cache / A) == kept
    assert classifier.digest_of_file(tmp_path / "judges" / B) == trained


def test_the_judges_of_the_repository_scored_its_tables():
    tables = [json.loads(path.read_text()) for path in (ROOT / "results").glob("*/results.json")]
    measured = [row["results"] or {} for table in tables for row in table.get("rows", ())]
    named = {digest for results in measured for digest in results.get("weights", {}).values()}
    files = list((ROOT / judges.ROOT).iterdir())
    assert files and all(classifier.digest_of_file(path) in named for path in files)
