"""A table of one's own, outside of the package: a method's row in the coverage race."""

import json
import subprocess
import sys

import pytest

from configs.tables import coverage
from ganjax.errors import UserError
from ganjax.harness.config import plain
from ganjax.harness.differences import differences
from launch.cli import configs_folder
from launch.rows import workdir_of
from launch.tables import check_table, load_table, row_config, table_name
from tests.commands import one_device

CONFIG = """
from configs.grid25 import gan

def get_config():
    config = gan.get_config()
    config.batch_size = 8
    for network in config.networks.values():
        network.hidden = (4,)
    return config
"""
TABLE = """
from configs.tables import coverage

def get_table():
    rows = [coverage.own_row("grid25", "mine", "mine/m.py", "mine/search.json", ema=0.9)]
    return coverage.table("Mine", "metric_figures.race", rows)
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/m.py").write_text(CONFIG)
    (tmp_path / "mine/race.py").write_text(TABLE)
    draw = {"values": {"generator_tx.learning_rate": 0.002}, "steps": 400}
    asked = {"draws": 16, "seconds": 80.0, "halvings": 2, "seed": 3}
    config = {"data": {"name": "grid25"}, "eval": {"coverage": 0.5}, "trials": 1}
    search = {"draws": [draw, draw], "asked": asked, "metric": ["modes", "kl"], "config": config}
    (tmp_path / "mine/search.json").write_text(json.dumps(search))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine"


def test_a_row_of_ones_own_has_the_protocol_of_the_race(mine):
    (row,), others = load_table("mine/race.py")["rows"], coverage.get_table()["rows"]
    gan = next(other for other in others if other["name"] == "grid25_gan")
    assert row["label"] == "5 x 5: mine" and row["config"] == "mine/m.py" and row["reached"] == gan["reached"]
    cpu, usual = row["budgets"]["cpu"], gan["budgets"]["cpu"]
    same = {"seed", "trials", "eval.samples", "data.name"}
    assert {key: cpu[key] for key in same} == {key: usual[key] for key in same}
    length = {"steps": 200, "eval_every": 20}  # 800 steps of 80 seconds, for five trials of 100
    assert {key: cpu[key] for key in cpu if key not in same} == length | {
        "generator_tx.learning_rate": 0.002, "ema": 0.9, "eval.coverage": 0.5,
    }  # fmt: skip
    config = row_config(row, "cpu")
    assert (config.generator_tx.learning_rate, config.batch_size, config.ema) == (0.002, 8, 0.9)
    assert str(workdir_of(row, "cpu", table_name("mine/race.py"))) == "build/rows/cpu/race/grid25_mine"


def test_every_search_of_the_race_asked_for_the_same():
    for name, data in coverage.DATA.items():
        for _, method, _ in coverage.TRAINED:
            search = coverage.read_search(f"{name}_{method}")
            assert {key: search["asked"][key] for key in data.search} == data.search, (name, method)


SEARCHED = [(name, coverage.row(name, *method), method[1]) for name in coverage.DATA for method in coverage.TRAINED]
IMAGES = {"mnist": "mnist_14", "stacked": "stacked_mnist_8", "cifar10": "cifar10_16"}


@pytest.mark.parametrize("table", ["mixtures", *IMAGES])
def test_a_row_is_of_the_method_and_the_networks_that_were_searched(table):
    """But for what was searched, and for a length that follows the steps."""
    rows = SEARCHED
    if table in IMAGES:
        entries = load_table(f"coverage_{table}")["rows"]
        rows = [(IMAGES[table], row, row["config"].rpartition("/")[2].removesuffix(".py")) for row in entries]
    for name, row, method in rows:
        search = coverage.read_search(f"{name}_{method}")
        free = {part for key in search["search"] for part in key.split(", ")} | {"method.anneal_steps"}
        found = differences(search["config"], plain(row_config(row, "smoke")))
        assert not [d for d in found if d[0].startswith(("method.", "networks.")) and d[0] not in free], row["label"]


def test_data_that_the_race_has_not_are_named():
    with pytest.raises(UserError, match="mine: the race has no data 'grid26'; it has ring, grid25, "):
        coverage.own_row("grid26", "mine", "mine/m.py", "mine/search.json")


def test_every_row_of_the_race_counts_modes_by_the_share_of_its_data():
    for row in coverage.get_table()["rows"]:
        name = row["budgets"]["smoke"]["data.name"]
        assert row_config(row, "smoke").eval.coverage == coverage.DATA[name].share


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"asked": {"draws": 32, "seconds": 80.0, "halvings": 2}},
            "searches with .*'draws': 16.* with .*'draws': 32",
        ),
        ({"metric": ["high_quality"]}, "with .*'modes', 'kl'.* with .*'high_quality'"),
        ({"config": {"data": {"name": "grid25"}, "eval": {"coverage": 0.2}, "trials": 1}}, "0.5, .* 0.2, "),
        ({"config": {"data": {"name": "ring"}, "eval": {"coverage": 0.5}, "trials": 1}}, "'grid25', .* 'ring', "),
        (
            {"config": {"data": {"name": "grid25"}, "eval": {"coverage": 0.5}, "trials": 1, "seed": 1000}},
            "mine/search.json has seen the seed of the race's rows, 1000",
        ),
        ({"asked": None}, "mine/search.json is no search of launch.tune"),
        (None, "mine: there is no search mine/search.json"),
    ],
)
def test_another_search_is_no_row_of_the_race(mine, change, message):
    search = mine / "search.json"
    if change:
        search.write_text(json.dumps(json.loads(search.read_text()) | change))
    else:
        search.unlink()
    with pytest.raises(UserError, match=message):
        load_table("mine/race.py")


def test_a_table_of_ones_own_is_run_from_where_it_is(mine):
    def reproduce(table, *flags):
        command = [sys.executable, "-m", "launch.reproduce", f"--table={table}", "--budget=smoke", *flags]
        return subprocess.run(command, cwd=mine.parent, env=one_device(), capture_output=True, text=True, timeout=300)

    done = reproduce("mine/race.py")
    assert done.returncode == 0, done.stderr[-2000:]
    out = mine.parent / "build/race"
    labels = [row["label"] for row in json.loads((out / "results.json").read_text())["rows"]]
    assert labels[-1] == "5 x 5: mine" and labels[0] == "true samples" and (out / "figure.png").exists()
    assert "--table=mine/race.py --budget=smoke" in (out / "table.md").read_text()
    (mine / "coverage.py").write_text(TABLE)
    (mine / "empty.py").write_text("")
    (mine / "other").mkdir()
    (mine / "other/race.py").write_text(TABLE)
    for table, message in (
        ("mine/other/race.py", "build/race has other results: give another --out"),
        ("mine/coverage.py", "configs/tables has a coverage too: give the file another name"),
        ("mine/none.py", "--table=mine/none.py: there is no such file"),
        ("mine/empty.py", "mine/empty.py has no get_table"),
    ):
        refused = reproduce(table)
        assert refused.returncode == 2 and message in refused.stderr and refused.stderr.count("\n") == 1


ROW = {"label": "a", "config": "mine/m.py", "budgets": {"cpu": {}}}


@pytest.mark.parametrize(
    "rows, line",
    [
        ([{**ROW, "label": "a"}, {**ROW, "label": "a", "name": "b"}], "two rows have the label 'a'"),
        ([ROW, {**ROW, "label": "b"}], "two rows have the workdir 'build/rows/mine_m'"),
        ([{"label": "a", "budgets": {}}], "row 0 has no 'config'"),
    ],
)
def test_rows_that_cannot_be_told_apart_are_refused(rows, line, mine):
    """Two rows of one workdir would each set the other's run aside, and those of one label be one row."""
    (mine / "two.py").write_text(f"def get_table():\n    return {dict(title='T', columns=('kl',), rows=rows)}\n")
    with pytest.raises(UserError, match=f"mine/two.py: {line}"):
        load_table("mine/two.py")


def test_the_rows_of_the_packages_tables_can_be_told_apart():
    for path in sorted(configs_folder().glob("tables/*.py")):
        if path.stem != "__init__":
            check_table(load_table(path.stem), path.stem)


def test_a_file_that_raises_is_one_line(mine):
    (mine / "wrong.py").write_text("def get_table(:\n")
    with pytest.raises(UserError, match="mine/wrong.py could not be read: SyntaxError: "):
        load_table("mine/wrong.py")
    (mine / "wrong.py").write_text("def get_table():\n    rows = {}\n    return rows['x']\n")
    with pytest.raises(UserError, match="mine/wrong.py, line 3 could not be read: KeyError: 'x'"):
        load_table("mine/wrong.py")
    (mine / "wrong.py").write_text("def get_table():\n    pass\n")
    with pytest.raises(UserError, match=r"get_table\(\) must return a dict, not NoneType"):
        load_table("mine/wrong.py")
    wrong = {**ROW, "budgets": {"cpu": {"generator_tx.learning_rat": 1, "nets.generator": 2}}}
    with pytest.raises(UserError, match="sets generator_tx.learning_rat, which is .*did you mean learning_rate"):
        row_config(wrong, "cpu")
    with pytest.raises(UserError, match="budget cpu sets nets.generator, which is not in the config"):
        row_config({**ROW, "budgets": {"cpu": {"nets.generator": 2}}}, "cpu")
