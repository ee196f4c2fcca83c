"""Signals, the lock of a workdir, and how long a chunk is."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time

import chex
import jax
import pytest

from ganjax.errors import UserError
from ganjax.harness import lock, signals
from ganjax.harness import train as loop
from ganjax.harness.evaluate import load
from ganjax.harness.lock import Lock
from ganjax.harness.pace import Pace
from ganjax.harness.run import prepare
from ganjax.harness.train import train
from tests import tiny_configs
from tests.commands import one_device

ONE = jax.devices()[:1]


def lines(workdir):
    text = (workdir / "metrics.jsonl").read_text()
    return [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in text.splitlines()]


@pytest.fixture
def receive(monkeypatch):
    """A function that notes a signal as the process does that is sent one: 0 takes it back."""
    monkeypatch.setattr(signals, "_received", None)
    return lambda number: monkeypatch.setattr(signals, "_received", number or None)


def test_a_stopped_run_goes_on_to_the_same_bits(tmp_path, monkeypatch, receive):
    """Between two lines, at an evaluation that it leaves, within that evaluation, and at the end."""
    config = tiny_configs.gan()
    config.trials, config.steps, config.log_every, config.checkpoint_every, config.eval_every = 2, 11, 4, 6, 5
    straight = train(config, tmp_path / "straight", devices=ONE)
    run = prepare(config, devices=ONE)
    at, evaluations = iter((3, 5, 0, 11)), loop.evaluate_lanes

    def stopping(*args, **kwargs):
        stop = next(at, None)

        def chunk(state, start, until):
            until = min(until, stop) if stop and start < stop else until
            if until == stop:
                receive(signal.SIGTERM)
            return run.chunk(state, start, until)

        def evaluate_lanes(*args):
            if stop == 0:
                raise signals.Stopped(signal.SIGTERM)
            return evaluations(*args)

        monkeypatch.setattr(loop, "evaluate_lanes", evaluate_lanes)
        return run._replace(chunk=chunk)

    monkeypatch.setattr(loop, "prepare", stopping)
    monkeypatch.setattr(Pace, "steps", property(lambda self: 1, lambda self, steps: None), raising=False)
    for step in (3, 5, 5, 11):
        with pytest.raises(signals.Stopped, match=f"stopped by SIGTERM: step {step} is saved") as stopped:
            train(config, tmp_path / "stopped", devices=ONE)
        assert stopped.value.status == 0 and not (tmp_path / "stopped/results.json").exists()
        receive(0)
    resumed = train(config, tmp_path / "stopped", devices=ONE)
    assert resumed["metrics"] == straight["metrics"]
    assert lines(tmp_path / "stopped") == lines(tmp_path / "straight")
    chex.assert_trees_all_equal(load(tmp_path / "stopped")[1], load(tmp_path / "straight")[1])


def test_a_run_that_is_stopped_twice_at_one_step_keeps_its_checkpoint(tmp_path, monkeypatch, receive):
    """Orbax removes one of the same name before it writes: a kill in between would leave none."""
    config, workdir = tiny_configs.gan(), tmp_path / "stopped"
    config.steps, config.log_every, config.checkpoint_every, config.keep_checkpoints = 8, 4, 8, 1
    config.sample_every = config.eval_every = 5
    straight, run = train(config, tmp_path / "straight", devices=ONE), prepare(config, devices=ONE)

    def stopped():
        with pytest.raises(signals.Stopped, match="step 5 is saved"):
            train(config, workdir, devices=ONE)
        receive(0)
        return {path: path.stat().st_ino for path in (workdir / "checkpoints").rglob("*")}

    def chunk(state, start, until):
        receive(signal.SIGTERM if until == 5 else 0)
        return run.chunk(state, start, until)

    def evaluate_lanes(*_):
        raise signals.Stopped(signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr(loop, "prepare", lambda *args, **kwargs: run._replace(chunk=chunk))
        first = stopped()
    assert not (workdir / "samples").exists()
    with monkeypatch.context() as patch:
        patch.setattr(loop, "evaluate_lanes", evaluate_lanes)
        assert stopped() == first and (workdir / "samples/step_00000005.png").exists()
    assert train(config, workdir, devices=ONE)["metrics"] == straight["metrics"]
    assert lines(workdir) == lines(tmp_path / "straight")


def test_a_chunk_ends_within_its_seconds():
    """Of steps that take a second, and of such as become a hundred times slower."""
    pace, lengths = Pace(10.0), []
    for step_seconds in (1.0,) * 6 + (0.01,) * 9 + (1.0,) * 2:
        lengths.append(pace.steps)
        assert pace.after(pace.steps, pace.steps * step_seconds) is None
    assert lengths[:2] == [1, 1] and max(lengths[:7]) == 5, "the first compiles; half of the seconds are aimed at"
    assert lengths[7:15] == [10, 20, 40, 80, 160, 320, 500, 500] and lengths[-1] == 5
    slow = Pace(0.1)
    for _ in range(3):
        slow.after(slow.steps, 7.0)
        assert slow.steps == 1


def test_a_deferred_block_is_not_cut_off(receive):
    done = []
    with pytest.raises(signals.Stopped) as stopped, signals.deferred():
        with signals.deferred():
            signals._handle(signal.SIGINT, None)
            done.append("inner")
        done.append("outer")
        with signals.allowed():
            done.append("never")
    assert done == ["inner", "outer"] and stopped.value.status == 130 and str(stopped.value) == "stopped by SIGINT"
    receive(0)
    with pytest.raises(signals.Stopped):
        signals._handle(signal.SIGTERM, None)


def test_one_process_writes_to_a_workdir(tmp_path):
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.acquire()
    first.acquire()
    config = tiny_configs.gan()
    with pytest.raises(UserError, match=f"written to by process {os.getpid()} on {socket.gethostname()}; wait"):
        train(config, tmp_path, devices=ONE)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"], "nothing was written"
    with first:
        pass
    with second:
        second.acquire()


def test_a_file_system_without_locks_is_a_warning(tmp_path, monkeypatch, capsys):
    def refuse(handle, operation):
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    with Lock(tmp_path) as only:
        only.acquire()
    assert capsys.readouterr().err == (
        f"warning: {tmp_path} cannot be locked: a second process that writes to it is not refused\n"
    )


def test_a_lock_that_cannot_say_whose_it_is_is_given_back(tmp_path, monkeypatch):
    def full(handle, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(lock.os, "write", full)
        with pytest.raises(OSError, match="No space"):
            Lock(tmp_path).acquire()
    with Lock(tmp_path) as second:
        second.acquire()


def test_signals_and_the_lock_as_a_user_meets_them(tmp_path):
    """A real process: a second one is refused while it runs, and SIGTERM makes it save, with no checkpoint due."""
    from tests.test_launch import ROOT, TINY, launch

    endless = ("--config.steps=100000000", "--config.checkpoint_every=100000000")
    flags = ("--config=configs/ring/gan.py", *TINY, f"--workdir={tmp_path}", *endless)
    command = [sys.executable, "-m", "launch.train", *flags]
    process = subprocess.Popen(command, cwd=ROOT, env=one_device(), stderr=subprocess.PIPE, text=True)

    def checkpoints():
        return sorted(int(p.name.split(".")[0]) for p in (tmp_path / "checkpoints").glob("[0-9]*.sha256.json"))

    deadline, lines = time.time() + 120, tmp_path / "metrics.jsonl"
    while time.time() < deadline and not (lines.exists() and lines.read_text()):
        time.sleep(0.05)
    refused = launch("train", *flags, status=2)
    assert f"{tmp_path} is being written to by process {process.pid} on {socket.gethostname()}" in refused.stderr
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    (step,) = checkpoints()
    assert said == f"stopped by SIGTERM: step {step} is saved in {tmp_path}; the same command goes on from it\n"


@pytest.mark.parametrize("name, status", [("SIGTERM", 0), ("SIGINT", 130)])
def test_a_signal_while_the_config_is_read_is_a_line(name, status, tmp_path):
    from tests.test_launch import launch

    config, workdir = tmp_path / "config.py", tmp_path / "w"
    config.write_text(f"import os, signal\ndef get_config():\n    os.kill(os.getpid(), signal.{name})\n")
    stopped = launch("train", f"--config={config}", f"--workdir={workdir}", status=status)
    assert stopped.stderr == f"stopped by {name}\n" and not workdir.exists()


STUCK = """
import signal, time
from ganjax.harness import signals
signals.listen()
with signals.deferred():
    print("ready", flush=True)
    while True:
        time.sleep(1)
"""


def test_a_second_ctrl_c_ends_at_once():
    process = subprocess.Popen([sys.executable, "-c", STUCK], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None, "the first waits for the end of the block"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 130
