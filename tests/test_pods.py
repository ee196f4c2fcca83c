"""Several hosts: the command that a pod is sent, and the loss of one process."""

import os
import shlex
import subprocess
import sys
import time

import jax
import pytest
from conftest import gan

from ganjax.errors import UserError
from ganjax.harness import train
from launch import local_cluster
from tests.test_launch import ROOT

SCRIPT = ROOT / "launch" / "tpu_pod.sh"


def test_a_dry_run_prints_what_is_run(tmp_path):
    """Word for word, with blanks and quotes in the arguments; `gcloud` is a file that prints its own."""
    gcloud = tmp_path / "gcloud"
    gcloud.write_text("#!/bin/sh\nprintf '%s\\n' gcloud \"$@\"\n")
    gcloud.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    passed = ["--config=ring/gan", "--workdir=/mnt/a b", "--config.sweep={'method.x': (1, 2)}"]

    def bash(*arguments):
        command = ["bash", str(SCRIPT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment)

    printed = shlex.split(bash("--dry_run", "pod", "zone", *passed).stdout)
    assert printed == bash("pod", "zone", *passed).stdout.splitlines()
    assert printed[:6] == ["gcloud", "compute", "tpus", "tpu-vm", "ssh", "pod"] and "--worker=all" in printed
    remote = shlex.split(printed[-1].removeprefix("--command="))
    assert remote[-3:] == passed and remote[:3] == ["cd", "ganjax", "&&"] and "--coordinator=auto" in remote
    refused = bash("--dry_run", "pod")
    assert refused.returncode == 2 and refused.stdout == "" and "TPU_NAME ZONE" in refused.stderr


def test_the_process_that_is_left_says_why_it_ends(tmp_path, monkeypatch):
    """JAX tells of a broken connection; what else goes wrong on a device keeps its traceback."""
    what = ["UNKNOWN: Gloo all-reduce failed: Connection reset by peer", "RESOURCE_EXHAUSTED: out of memory"]

    def broken(*args):
        raise jax.errors.JaxRuntimeError(what.pop(0))

    monkeypatch.setattr(train, "_loop", broken)
    monkeypatch.setattr(train, "_meet", lambda: None)
    monkeypatch.setattr(train, "_start", lambda *args: (None, {}))
    monkeypatch.setattr(jax, "process_count", lambda: 2)
    with pytest.raises(UserError, match=r"another process of this run was lost.* \(UNKNOWN: Gloo"):
        train.train(gan(), tmp_path, devices=jax.devices()[:1])
    with pytest.raises(jax.errors.JaxRuntimeError, match="out of memory"):
        train.train(gan(), tmp_path, devices=jax.devices()[:1])


def processes(*codes):
    return [subprocess.Popen([sys.executable, "-c", code]) for code in codes]


def test_a_process_that_is_lost_ends_the_others():
    """The first to fail is named, not those that were ended with it."""
    sleeping, began = "import time; time.sleep(100)", time.monotonic()
    for lost, says in (
        ("import os; os.kill(os.getpid(), 9)", "process 1 was ended by SIGKILL; the others were ended with it"),
        ("raise SystemExit(2)", "process 1 failed; its message is above"),
    ):
        workers = processes(sleeping, lost, sleeping)
        assert local_cluster._wait(workers) == says
        assert [worker.returncode for worker in workers][::2] == [-9, -9]
    assert time.monotonic() - began < 60
    assert local_cluster._wait(processes("", "")) == ""
