"""A config file of one's own that is wrong: one line, which says where."""

import json
import subprocess
import sys

import jax
import pytest

from ganjax import data
from ganjax.errors import UserError
from ganjax.harness.config import check
from ganjax.harness.evaluate import load
from ganjax.harness.train import train
from ganjax.metrics import evaluator
from tests import tiny_configs
from tests.commands import one_device
from tests.test_launch import ROOT


@pytest.fixture(autouse=True)
def no_own_parts(monkeypatch):
    monkeypatch.delenv("GANJAX_PATH", raising=False)


@pytest.mark.parametrize(
    ("key", "meant"), [("stepz", "steps"), ("eval.sampels", "eval.samples"), ("data.pth", "data.path")]
)
def test_a_misspelt_key_is_named(key, meant):
    config = tiny_configs.METHODS["gan"]()
    *parents, name = key.split(".")
    (config[parents[0]] if parents else config)[name] = 3
    with pytest.raises(UserError, match=rf"there is no config key {key} \(did you mean {meant}\?\)"):
        check(config)


def test_a_key_of_ones_own_part_is_none_that_is_misspelt(monkeypatch):
    config = tiny_configs.METHODS["gan"]()
    config.teacher_tx = {"name": "adam", "learning_rate": 1e-3}
    config.method_tx = {"name": "adam", "learning_rate": 1e-3}
    config.data.digit_set, config.data.noise, config.eval.samples_per_class = 2, 0.1, 5
    check(config)
    config.data.labels, config.eval.metric = ("a", "b"), "mine"
    monkeypatch.setenv("GANJAX_PATH", "mine")
    check(config)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 / 0", "the config could not be read: {file}, line 6: ZeroDivisionError: division by zero"),
        ("config.students.latent_dim = 1", "{file}, line 6: AttributeError: "),
        ("raise_again()", "the config could not be read: {file}, line 14: RuntimeError: set MY_TABLE first"),
        ('config.steps = "many"', "{file}, line 6: TypeError: Could not override field 'steps'"),
    ],
)
def test_what_a_config_file_raises_is_one_line_that_names_its_own(tmp_path, line, message):
    file = tmp_path / "mine.py"
    lines = [
        "from configs.ring import gan",
        "",
        "",
        "def get_config():",
        "    config = gan.get_config()",
        f"    {line}",
    ]
    again = ["def raise_again():", "    try:", '        {}["x"]', "    except KeyError:"]
    again += ['        raise RuntimeError("set MY_TABLE first") from None', ""]
    file.write_text("\n".join([*lines, "    return config", "", "", *again]))
    command = [sys.executable, "-m", "launch.train", f"--config={file}", f"--workdir={tmp_path / 'w'}"]
    done = subprocess.run(command, cwd=ROOT, env=one_device(), capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"error: {message.format(file=file)}"), done.stderr


def test_a_run_of_before_there_was_a_surrogate_goes_on_with_its_own(tmp_path):
    config = tiny_configs.METHODS["unrolled"]()
    config.method.update(surrogate="generator", loss="non_saturating")
    train(config, tmp_path, devices=jax.devices()[:1])
    plain = json.loads((tmp_path / "config.json").read_text())
    del plain["method"]["surrogate"]
    (tmp_path / "config.json").write_text(json.dumps(plain))
    assert "surrogate" not in load(tmp_path)[0].config.method
    config.steps += 1
    train(config, tmp_path, devices=jax.devices()[:1])


def test_samples_that_the_host_cannot_hold_are_refused_before_the_training(monkeypatch):
    ring, scored = data.load({"name": "ring"}), {"metrics": ("mixtures",), "samples": 1_000, "coverage": 0.2}
    monkeypatch.setattr(evaluator, "_host_bytes", lambda: 2 * 4 * 2 * 1_000)
    evaluator.check_memory(ring, scored)
    with pytest.raises(UserError, match=r"config\.eval\.samples=1,001 of shape \(2,\) are 0\.0 GiB, .*: lower it"):
        evaluator.check_memory(ring, scored | {"samples": 1_001})
    monkeypatch.setattr(evaluator, "_host_bytes", lambda: 0)
    evaluator.check_memory(ring, scored | {"samples": 10**15})
