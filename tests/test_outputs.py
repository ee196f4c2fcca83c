"""The folders that commands write their results into."""

import json
import subprocess
import sys

import pytest

from tests.commands import one_device
from tests.conftest import METHODS
from tests.test_launch import ROOT, launch

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
