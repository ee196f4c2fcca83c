"""Rows of tables and scores at an address (`bucket`: a folder of this machine)."""

import json
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from tests import tiny_configs
from tests.commands import one_device
from tests.test_launch import ROOT


def test_a_row_at_an_address_is_not_scored_otherwise_at_its_end_alone(bucket):
    """Its curve would be of one point; the folder of an address cannot be renamed."""
    from launch.rows import train_row

    config = tiny_configs.METHODS["gan"]()
    config.steps, config.eval_every = 2, 1
    train_row(config, "gs://b/row", "jit")
    config.eval.samples += 10
    with pytest.raises(
        UserError, match=r"gs://b/row has a run that is scored otherwise \(eval.samples\): give another"
    ):
        train_row(config, "gs://b/row", "jit")
    evaluations = [line for line in (bucket / "row/metrics.jsonl").read_text().splitlines() if '"eval"' in line]
    assert len(evaluations) == 2


SCORED = """
from etils import epath
from ganjax.harness import evaluate
from launch import cli, evaluate as command
def evaluated(*_):
    epath.Path("gs://b/a/results.json").write_text('{"step": 9}')
    return {"step": 3, "metrics": {}}

evaluate.evaluate = evaluated
cli.run(command.main)
"""


def test_scores_do_not_replace_those_of_a_run_that_ended_meanwhile(bucket, tmp_path):
    (bucket / "a").mkdir()
    command = [sys.executable, "-c", SCORED, "--workdir=gs://b/a"]
    done = subprocess.run(command, env=one_device(PYTHONPATH=f"{tmp_path}:{ROOT}"), capture_output=True, text=True)
    assert done.returncode == 0 and "has come to step 9" in done.stdout, done.stderr
    assert (bucket / "a/results.json").read_text() == '{"step": 9}'


def test_rows_that_one_machine_trained_another_puts_into_a_table(bucket, tmp_path):
    """With its controls and pictures: a job of an array trains a row of two, and the table's machine the other."""
    command = [sys.executable, "-m", "launch.reproduce", "--table=lbt_toys", "--budget=smoke", "--rows=gs://b/rows"]
    said, out = [], tmp_path / "table"
    for shard in ("1/2", "1/1"):
        environment = one_device(PYTHONPATH=str(tmp_path), GANJAX_CACHE=str(tmp_path / shard))
        arguments = [f"--out={out}", f"--shard={shard}"]
        done = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        said.append(done.stderr)
        assert out.exists() == (shard == "1/1")
    for index, row in enumerate(("line_gan", "line_lbt_gan")):
        written = [f"rows/smoke/lbt_toys/{row} is kept in" in text for text in said]
        assert written == [index == 0, index == 1], "each is trained once; a table only reads"
    written = sorted(path.name for path in out.iterdir())
    assert written == [".lock", "evaluations.jsonl", "figure.png", "results.json", "table.md"]
    rows = json.loads((out / "results.json").read_text())["rows"]
    assert [row["results"]["step"] for row in rows[-2:]] == [4, 4]
