"""The folders that commands write their results into."""

import pytest

from tests.test_launch import launch

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
