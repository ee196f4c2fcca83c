"""A config file of one's own that is wrong: one line, which says where."""

import subprocess
import sys

import conftest
import pytest

from ganjax import data
from ganjax.errors import UserError
from ganjax.harness.config import check
from ganjax.metrics import evaluator
from tests.commands import one_device
from tests.test_launch import ROOT


@pytest.mark.parametrize(
    ("key", "meant"), [("stepz", "steps"), ("eval.sampels", "eval.samples"), ("data.pth", "data.path")]
)
def test_a_misspelt_key_is_named(key, meant):
    config = conftest.METHODS["gan"]()
    *parents, name = key.split(".")
    (config[parents[0]] if parents else config)[name] = 3
    with pytest.raises(UserError, match=rf"there is no config key {key} \(did you mean {meant}\?\)"):
        check(config)


def test_a_key_of_ones_own_part_is_none_that_is_misspelt():
    config = conftest.METHODS["gan"]()
    config.teacher_tx = {"name": "adam", "learning_rate": 1e-3}
    config.data.digit_set, config.data.noise, config.eval.samples_per_class = 2, 0.1, 5
    check(config)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 / 0", "the config could not be read: {file}, line 6: ZeroDivisionError: division by zero"),
        ("config.students.latent_dim = 1", "{file}, line 6: AttributeError: "),
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
    file.write_text("\n".join([*lines, "    return config", ""]))
    command = [sys.executable, "-m", "launch.train", f"--config={file}", f"--workdir={tmp_path / 'w'}"]
    done = subprocess.run(command, cwd=ROOT, env=one_device(), capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"error: {message.format(file=file)}"), done.stderr


def test_samples_that_the_host_cannot_hold_are_refused_before_the_training(monkeypatch):
    ring, scored = data.load({"name": "ring"}), {"metrics": ("mixtures",), "samples": 1_000, "coverage": 0.2}
    monkeypatch.setattr(evaluator, "_host_bytes", lambda: 2 * 4 * 2 * 1_000)
    evaluator.check(ring, scored)
    with pytest.raises(UserError, match=r"config\.eval\.samples=1,001 of shape \(2,\) are 0\.0 GiB, .*: lower it"):
        evaluator.check(ring, scored | {"samples": 1_001})
    monkeypatch.setattr(evaluator, "_host_bytes", lambda: 0)
    evaluator.check(ring, scored | {"samples": 10**15})
