"""The README: short, its examples run as they stand, its figures are those of the tables."""

import ast
import pathlib
import re
import sys
import types

import chex
import jax
import numpy as np
import pytest

ROOT = pathlib.Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", README, re.S))


def test_it_is_short():
    lines = README.splitlines()
    assert len(lines) <= 150
    text = re.sub(r"```.*?```", "", README, flags=re.S)
    for paragraph in text.split("\n\n"):
        assert paragraph.lstrip().startswith("|") or len(paragraph.strip().splitlines()) <= 5, paragraph


def test_the_worked_example_trains(tmp_path, monkeypatch):
    paths = ["ganjax/methods/feature_matching.py", "configs/ring/feature_matching.py"]
    assert [path for path in BLOCKS if path.count("/")] == paths
    assert sum(BLOCKS[path].count("\n") for path in paths) < 100
    modules = []
    for path in paths:
        module = types.ModuleType(path.removesuffix(".py").replace("/", "."))
        exec(compile(BLOCKS[path], path, "exec"), module.__dict__)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        modules.append(module)

    from ganjax.harness.evaluate import load
    from ganjax.harness.train import train

    config = modules[1].get_config()
    config.steps, config.batch_size, config.eval.samples = 2, 8, 200
    # Plain SGD shows the size of a gradient, which Adam hides.
    config.generator_tx = {"name": "sgd", "learning_rate": 0.1}
    train(config, tmp_path / "one", devices=jax.devices()[:1])
    train(config, tmp_path / "four", mode="shard_map", devices=jax.devices())
    states = [load(tmp_path / name)[1] for name in ("one", "four")]
    chex.assert_trees_all_close(states[0].params, states[1].params, atol=1e-5)


def test_the_library_example_trains(tmp_path, monkeypatch, capsys):
    code = BLOCKS["library.py"]
    # The same program, smaller.
    smaller = {"1000": "3", "256": "8", "5000": "50", "128": "4", "inner_steps=10": "inner_steps=1"}
    for ours, small in smaller.items():
        assert ours in code
        code = code.replace(ours, small)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["samples"].shape == (50, 2) and np.isfinite(names["samples"]).all()
    assert int(names["state"].step) == 3 and names["metrics"]["log_prob_data"].shape == (3,)
    scores = ast.literal_eval(capsys.readouterr().out)
    assert set(scores) >= {"modes", "high_quality"}
    assert (tmp_path / "runs/fit/results.json").exists()


@pytest.mark.parametrize("row", [line for line in README.splitlines() if line.startswith("| ") and "`" in line])
def test_a_row_of_the_methods_names_what_there_is(row):
    _, _, files, config, measured = (cell.strip() for cell in row.strip("|").split("|"))
    if "file in" in files:
        return
    for file in re.findall(r"`([^`]+)`", files):
        assert (ROOT / "ganjax" / file).is_file()
    assert (ROOT / "configs" / (config.strip("`") + ".py")).is_file()
    figures = re.findall(r"[\d.]+ ± [\d.]+(?: \[[\d.]+\])?", measured)
    tables = re.findall(r"\((results/[^)]+)\)", measured)
    assert figures and len(tables) == 1
    for figure in figures:
        assert figure in (ROOT / tables[0]).read_text(), figure


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)", README):
        assert (ROOT / target).exists(), target
