"""The folders that commands write their results into."""

import json
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from launch.outputs import check_own
from tests.commands import one_device
from tests.test_launch import ROOT, launch
from tests.tiny_configs import METHODS

WRITERS = (
    ("tune", "--config=ring/gan"),
    ("reproduce", "--table=demo"),
    ("accelerator", "--what=speed", "--only=particles", "--smoke"),
    ("estimator_error", "--steps=1"),
    ("missing_control", "--data=digits", "--steps=1"),
    ("hypergradient", "--workdir=none"),
)


@pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0])
def test_files_for_this_machine_are_not_written_to_an_address(command, tmp_path):
    """As a folder named gs: they would be lost with a cloud machine."""
    refused = launch(*command, "--out=gs://bucket/x.json", status=2)
    assert "--out must be a path of this machine, not gs://bucket/x.json" in refused.stderr


def untrained(config, run):
    """Makes a workdir at step 0."""
    import jax

    from ganjax.harness.checkpoints import Checkpoints
    from ganjax.harness.config import plain
    from ganjax.harness.run import prepare

    run.mkdir()
    Checkpoints(run / "checkpoints").save(0, prepare(config, devices=jax.devices()[:1]).init(), {})
    (run / "config.json").write_text(json.dumps(plain(config)))


def test_a_falling_inner_rate_has_no_hypergradients(tmp_path):
    config = METHODS["lbt"]()
    config.estimator_tx.decay_steps = config.unroll_tx.decay_steps = 10
    untrained(config, tmp_path / "run")
    refused = launch("hypergradient", f"--workdir={tmp_path / 'run'}", f"--out={tmp_path / 'out'}", status=2)
    assert "config.estimator_tx.decay_steps" in refused.stderr and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name, work, flags",
    [("missing_control", "control", ("--data=digits",)), ("hypergradient", "compare", ("--workdir={run}",))],
)
def test_a_folder_that_cannot_be_made_is_said_before_the_work(name, work, flags, tmp_path):
    """The function `work` is what takes minutes: it is not called."""
    untrained(METHODS["lbt"](), tmp_path / "run")
    code = f"from launch import cli, {name}; {name}.{work} = None; cli.run({name}.main)"
    command = [sys.executable, "-c", code, *(flag.format(run=tmp_path / "run") for flag in flags), "--out=/proc/x"]
    done = subprocess.run(command, cwd=ROOT, env=one_device(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 2 and done.stderr.startswith("error: cannot write to /proc/x"), done.stderr


def test_a_recorded_command_is_the_one_that_ran(tmp_path):
    launch("missing_control", "--data=digits", "--digits=1", "--sigma=3", "--steps=1", f"--out={tmp_path}")
    ran = "python -m launch.missing_control --data=digits --digits=1 --sigma=3 --steps=1"
    assert json.loads((tmp_path / "results.json").read_text())["command"] == ran
    assert f"`{ran}`" in (tmp_path / "table.md").read_text()


MARKS = {name: f"python -m launch.{name}" for name in ("estimator_error", "missing_control", "hypergradient")}
# What names the command that made what is in results/, by today's rule: the flags that are not at their defaults.
MADE = MARKS | {
    "hypergradient": "python -m launch.hypergradient --workdir=DIR --unroll_steps=1,5,10 "
    "--rates=1e-5,1e-4,3e-4,1e-3,1e-2 --batch_size=256 --repeats=3 --cg_iterations=20"
}
OTHERS = {
    "a run": {"config.json": "{}"},
    "a finished run": {"config.json": "{}", "results.json": '{"step": 3}'},
    "a table": {"results.json": '{"table": "sig_grid", "command": "python -m launch.reproduce", "rows": []}'},
    "a table alone": {"table.md": "# Mistakes that the tests catch"},
    "another command's": {"results.json": '{"command": "python -m launch.estimators --n=3"}'},
    "those of other flags": {"results.json": '{"command": "python -m launch.estimator_error --kl=2"}'},
}


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("others", OTHERS.values(), ids=OTHERS)
def test_results_of_something_else_are_not_replaced(others, tmp_path):
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    before = contents(tmp_path)
    for mark in MARKS.values():
        with pytest.raises(UserError, match=r"has other results.*: give another --out"):
            check_own(tmp_path, mark)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("command", WRITERS[1:], ids=lambda command: command[0])
def test_no_command_replaces_results_of_something_else(command, tmp_path):
    out = tmp_path / "out"
    folder = out / "smoke" if "--smoke" in command else out
    folder.mkdir(parents=True)
    if "--workdir=none" in command:  # what is wrong with the workdir is said before --out
        untrained(METHODS["lbt"](), tmp_path / "run")
        command = ("hypergradient", f"--workdir={tmp_path / 'run'}")
    (folder / "table.md").write_text(OTHERS["a table alone"]["table.md"])
    refused = launch(*command, f"--out={out}", status=2)
    assert "has other results: give another --out" in refused.stderr
    assert contents(folder) == {"table.md": b"# Mistakes that the tests catch"}


def test_a_command_goes_on_in_its_own_folder(tmp_path):
    """Also where a call ended between its files; results/ has some by each command, made before."""
    for name, mark in MARKS.items():
        folder = {"hypergradient": "lbt_hypergradient"}.get(name, name)
        check_own(ROOT / "results" / folder, MADE[name])
        check_own(tmp_path / "none", mark)
        (tmp_path / "table.md").write_text(f"# A title\n\n`{mark} --steps=1`\n")
        check_own(tmp_path, mark)
    table = ("estimator_error", "--steps=1", "--batch=4", "--seeds=1", "--dimensions=1", "--bounds=kl")
    for _ in range(2):
        launch(*table, f"--out={tmp_path / 'twice'}")
    refused = launch(*table, "--kl=2", f"--out={tmp_path / 'twice'}", status=2)
    assert "has other results (of 'python -m launch.estimator_error --bounds=kl " in refused.stderr
    assert ": give another --out" in refused.stderr
