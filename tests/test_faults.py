"""A few inputs of `make faults`, which does harm in earnest: that takes minutes, and is run by hand."""

import random
import signal
import subprocess
import sys

import pytest

from ganjax.errors import UserError
from ganjax.harness.config import check
from tests import tiny_configs
from tests.faults.damage import _harmed
from tests.faults.forks import ROOT, Ended, fault
from tests.faults.kills import wrong_stop
from tests.faults.run import PARTS, table


def test_a_few_bad_inputs():
    command = [sys.executable, "-m", "tests.faults.run", *(f"--{part}={6 * (part == 'inputs')}" for part in PARTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| **all**" in done.stdout and "Nothing was lost." in done.stdout


def test_harm_is_done_and_refusals_are_judged():
    rng, data = random.Random(0), bytes(range(100))
    assert _harmed(rng, "deleted", data) is None and _harmed(rng, "emptied", data) == b""
    assert data.startswith(_harmed(rng, "truncated", data)) and len(_harmed(rng, "truncated", data)) < 100
    flipped = _harmed(rng, "one bit flipped", data)
    assert sum((a ^ b).bit_count() for a, b in zip(data, flipped, strict=True)) == 1
    assert fault(Ended(2, "", "error: no\n")) == ""
    assert "status 0" in fault(Ended(0, "", "")) and "2 lines" in fault(Ended(2, "", "a\nb\n"))
    assert "a traceback" in fault(Ended(2, "", "Traceback (most recent call last):\nValueError\n"))
    said = "scoring 100 samples\nstopped by SIGTERM: step 3 is saved\n"
    assert wrong_stop(Ended(-9, "", ""), signal.SIGKILL) == wrong_stop(Ended(0, "", said), signal.SIGTERM) == ""
    assert "status 0, not 130" in wrong_stop(Ended(0, "", said), signal.SIGINT)
    assert "status 1 after" in wrong_stop(Ended(1, "", ""), signal.SIGKILL)
    assert "the last line" in wrong_stop(Ended(0, "", "scoring\n"), signal.SIGTERM)
    assert "a traceback" in wrong_stop(Ended(0, "", f"Traceback (most recent call last):\n{said}"), signal.SIGTERM)
    text = table([["x", 3, 2]], ["x: gone"], 0, 1.0)
    assert "- x: gone" in text and "Nothing was lost" not in text


@pytest.mark.parametrize("hidden", [(0,), (-1,), (-1.0,), ((2, 0),), ("a",), -3])
def test_a_layer_of_no_size_is_refused(hidden):
    config = tiny_configs.gan()
    with config.ignore_type():
        config.networks.generator.hidden = hidden
    with pytest.raises(UserError, match=r"config\.networks\.generator\.hidden must be "):
        check(config)
