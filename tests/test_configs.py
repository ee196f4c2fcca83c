"""Every shipped config: it can be run, says its command, and resumes to the same bits (slow)."""

import ast
import importlib
import os
import pathlib
import shutil

import chex
import jax
import pytest

from ganjax.config import check, flatten
from ganjax.data import load as load_data
from ganjax.errors import UserError
from ganjax.evaluate import load
from ganjax.train import train

ROOT = pathlib.Path(__file__).parents[1]
PATHS = sorted(p.relative_to(ROOT) for p in (ROOT / "configs").glob("*/*.py") if p.parent.name != "tables")
TABLES = sorted(p.stem for p in (ROOT / "configs/tables").glob("*.py") if p.stem != "__init__")
DATA = ROOT.parent / "shared/data/tfds"


def config_of(path):
    return importlib.import_module(str(path.with_suffix("")).replace(os.sep, ".")).get_config()


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_config_is_whole_and_says_its_command(path):
    config = config_of(path)
    check(config)
    assert {"data.name", "method.name", "eval.samples"} <= set(flatten(config))
    header = ast.get_docstring(ast.parse((ROOT / path).read_text()))
    assert header and f"--config={path.as_posix()}" in header, "the header must hold the command"


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_a_table_are_configs(name):
    from launch.tables import row_config

    table = importlib.import_module(f"configs.tables.{name}").get_table()
    for row in table["rows"]:
        for budget in row["budgets"]:
            row_config(row, budget)


@pytest.mark.parametrize("path", ["ring/sig", "uneven_grid25/sig", "cifar10/roth"])
def test_a_schedule_follows_the_steps_and_not_the_other_way_round(path):
    config = importlib.import_module(f"configs.{path.replace('/', '.')}").get_config()
    node = config.generator_tx if "decay_steps" in config.generator_tx else config.method.terms.discriminator.roth
    config.steps = 40
    assert node.decay_steps == 40
    assert config.method.get("anneal_steps", 0) in (0, 36)
    node.decay_steps = 7
    assert config.steps == 40 and node.decay_steps == 7


@pytest.mark.parametrize(
    "path", [*PATHS, *(pathlib.Path("configs") / f"tables/{name}.py" for name in TABLES)], ids=str
)
def test_nothing_is_left_to_fill_in(path):
    assert "MEASURED" not in (ROOT / path).read_text()


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_config_resumes_to_the_same_bits(path, tmp_path, monkeypatch):
    monkeypatch.setenv("TFDS_DATA_DIR", os.environ.get("TFDS_DATA_DIR", str(DATA)))
    config = config_of(path)
    try:
        load_data(config.data, tuple(config.data.image_shape) or None)
    except UserError as error:
        pytest.skip(str(error))
    config.batch_size, config.log_every, config.checkpoint_every = 8, 3, 3
    config.eval.metrics = ()
    devices = jax.devices()[:1]
    config.steps = 6  # before and after: schedules follow the steps
    train(config, tmp_path, devices=devices)
    straight = load(tmp_path)[1]
    shutil.rmtree(tmp_path / "checkpoints/6")
    assert int(load(tmp_path)[1].step[0]) == 3
    train(config, tmp_path, devices=devices)
    chex.assert_trees_all_equal(load(tmp_path)[1], straight)
