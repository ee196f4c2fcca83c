"""What is written is whole: files that replace others, a full disk, a folder that is gone, lines that were cut."""

import errno
import json
import os
import shutil
import subprocess
import threading
import time

import chex
import jax
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.files import replacing, write_text, writing_to
from ganjax.harness import train as loop
from ganjax.harness.checkpoints import Checkpoints
from ganjax.harness.config import plain
from ganjax.harness.evaluate import evaluate, load
from ganjax.harness.run import prepare
from ganjax.harness.train import train
from ganjax.harness.writers import MetricsWriter, read_lines
from ganjax.types import TrainState
from tests import tiny_configs

ONE = jax.devices()[:1]


def test_a_file_is_the_old_one_or_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    write_text(path, "old")
    full = pytest.raises(UserError, match=f"cannot write to {path}: No space left")
    with full, writing_to(path), replacing(path) as partial:
        partial.write_text("ne")
        assert path.read_text() == "old" and partial.suffix == ".png"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
    synced, replace = [], type(path).replace
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    monkeypatch.setattr(type(path), "replace", lambda *names: (synced.append("renamed"), replace(*names)))
    write_text(path, "new!")
    assert path.read_text() == "new!" and synced[:2] == [4, "renamed"] and len(synced) == 3


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte, and a function that mounts it again with other options."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options):
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True
        ).returncode

    if shutil.which("mount") is None or mount("size=1m"):
        pytest.skip("a small disk needs the right to mount one")
    yield folder, lambda options: mount(f"remount,{options}")
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_one_line_and_the_run_goes_on_with_more_room(small_disk, tmp_path):
    disk, remount = small_disk
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every, config.keep_checkpoints = 40, 1, 1000
    with pytest.raises(UserError, match=f"cannot write to {disk}/w.*: No space left on device"):
        train(config, disk / "w", devices=ONE)
    _, state, _ = load(disk / "w")
    assert 3 < state.step[0] < 40
    assert remount("ro") == 0
    with pytest.raises(UserError, match=f"cannot write to {disk}/w: Read-only file system"):
        train(config, disk / "w", devices=ONE)
    assert remount("rw,size=50m") == 0
    train(config, disk / "w", devices=ONE)
    assert not list((disk / "w" / "checkpoints").glob("*tmp*"))
    config.checkpoint_every = 40
    train(config, tmp_path / "straight", devices=ONE)
    chex.assert_trees_all_equal(load(disk / "w")[1], load(tmp_path / "straight")[1])


@pytest.mark.parametrize("at", [3, 4])
def test_a_workdir_that_is_removed_is_not_made_again(at, tmp_path, monkeypatch):
    """Before a line of metrics.jsonl, and before a checkpoint."""
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every = 6, 2
    workdir = tmp_path / "w"

    def removing(config, *args, **kwargs):
        run = prepare(config, *args, **kwargs)
        return run._replace(chunk=lambda state, start, stop: (remove(stop == 3), run.chunk(state, start, stop))[1])

    def remove(now):
        if now:
            while not (workdir / "checkpoints" / "2.sha256.json").exists():  # a thread is saving it
                time.sleep(0.01)
            shutil.rmtree(workdir)
            if at == 4:  # and another program has made a folder of that name
                monkeypatch.setattr(MetricsWriter, "write", lambda *args: None)

    monkeypatch.setattr(loop, "prepare", removing)
    with pytest.raises(UserError, match=f"cannot write to {workdir}.*: (No such file|the folder is gone)"):
        train(config, workdir, devices=ONE)
    assert not workdir.exists()


def test_a_save_in_a_thread_is_of_the_state_as_it_was(tmp_path, monkeypatch):
    """A chunk donates the state, and the loop changes its facts, while the thread waits for the disk."""
    checkpoints, disk = Checkpoints(tmp_path / "checkpoints"), threading.Event()
    save, facts = checkpoints._save, {"failed": {"0": 1}}
    monkeypatch.setattr(checkpoints, "_save", lambda *args: (disk.wait(60), save(*args)))
    state = TrainState(np.array(7), {"w": np.arange(3.0)}, {}, {})
    checkpoints.begin(7, state, facts)
    state.params["w"][:] = np.nan
    facts["failed"]["1"] = 2
    checkpoints.wait(until_done=False)
    assert checkpoints.newest() is None, "it is not whole yet"
    disk.set()
    checkpoints.wait()
    after, kept = checkpoints.restore(jax.eval_shape(lambda: state))
    np.testing.assert_array_equal(after.params["w"], np.arange(3.0))
    assert after.step == 7 and kept == {"failed": {"0": 1}}


def test_what_a_save_in_a_thread_raises_is_one_line(tmp_path, monkeypatch):
    """Without a checkpoint that is not whole, and before the last step where the run is not over yet."""
    config, last = tiny_configs.gan(), []
    config.steps, config.checkpoint_every = 8, 2
    save = Checkpoints._save

    def full(self, step, *rest):
        if step == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        save(self, step, *rest)

    def slowly(config, *args, **kwargs):
        run = prepare(config, *args, **kwargs)
        return run._replace(chunk=lambda *bounds: (time.sleep(0.1), last.append(bounds[2]), run.chunk(*bounds))[2])

    monkeypatch.setattr(Checkpoints, "_save", full)
    monkeypatch.setattr(loop, "prepare", slowly)
    with pytest.raises(UserError, match=f"cannot write to {tmp_path}/w/checkpoints: No space left on device"):
        train(config, tmp_path / "w", devices=ONE)
    assert Checkpoints(tmp_path / "w" / "checkpoints").newest() == 2 and 4 <= last[-1] < 8


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A run of four steps with two checkpoints, to be copied."""
    workdir = tmp_path_factory.mktemp("finished") / "w"
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every = 4, 2
    train(config, workdir, devices=ONE)
    return workdir


def test_a_line_that_was_cut_off_is_left_out(finished, tmp_path):
    """By who reads it, and by a run that goes on."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "metrics.jsonl"
    whole = read_lines(path)
    text = path.read_bytes()
    for cut in (b'{"step": 5, "tr', b'{"step": "x"}', b"4", b"\xff\xfe{", b"null"):
        path.write_bytes(text + cut)
        assert read_lines(path) == whole
    MetricsWriter(tmp_path, 4).close()
    assert path.read_bytes() == text


def test_what_a_killed_process_left_is_removed(finished, tmp_path):
    """By the next that trains; not what a reader is writing to the workdir itself."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    names = (
        "samples/.step_00000002.9.partial.png",
        "checkpoints/.4.sha256.9.partial.json",
        ".results.9.partial.json",
    )
    for name in names:
        (tmp_path / name).write_text("half")
    config = tiny_configs.gan()
    config.steps, config.checkpoint_every, config.eval.metrics = 4, 2, ()
    write_text(tmp_path / "config.json", json.dumps(plain(config)))
    train(config, tmp_path, devices=ONE)
    assert [(tmp_path / name).exists() for name in names] == [False, False, True]


@pytest.mark.parametrize("name", ["config.json", "results.json"])
def test_json_that_was_cut_is_one_line(name, finished, tmp_path):
    from launch.rows import train_row

    config = tiny_configs.gan()
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    path = tmp_path / name
    path.write_text(path.read_text()[:100])
    uses = {"config.json": lambda: evaluate(tmp_path), "results.json": lambda: train_row(config, tmp_path, "jit")}
    with pytest.raises(UserError, match=f"{name} is not readable JSON"):
        uses[name]()


def test_events_are_what_tensorboard_reads(tmp_path):
    """Framed records with their checksums, as TFRecord has them; a second file in the same second is another."""
    import struct

    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.record_writer import masked_crc32c

    for step in (3, 5):
        writer = MetricsWriter(tmp_path, step)
        writer.write(step, "eval", {"kl": np.array([1.0, 3.0])}, 0.0)
        writer.image(step, "samples", np.zeros((2, 3, 3), np.uint8))
        writer.close()
    files = sorted(tmp_path.glob("events.out.tfevents.*"))
    assert len(files) == 2
    data, events = files[0].read_bytes(), []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        body = data[12 : 12 + length]
        assert struct.unpack("<I", data[8:12])[0] == masked_crc32c(data[:8])
        assert struct.unpack("<I", data[12 + length : 16 + length])[0] == masked_crc32c(body)
        events.append(Event.FromString(body))
        data = data[16 + length :]
    assert events[0].file_version == "brain.Event:2" and events[1].step == 4
    assert (events[2].step, events[2].summary.value[0].tag, events[2].summary.value[0].simple_value) == (
        3,
        "eval/kl",
        2,
    )
    assert events[3].summary.value[0].image.width == 3


def test_damaged_checkpoints_do_not_stop_a_reader(finished, tmp_path):
    """Every file of the newest one emptied, cut or deleted: the one before is read."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    newest = tmp_path / "checkpoints" / "4"
    checkpoints = Checkpoints(tmp_path / "checkpoints", say=lambda line: None)
    files = [*(p for p in newest.rglob("*") if p.is_file()), tmp_path / "checkpoints" / "4.sha256.json"]
    assert len(files) > 4 and checkpoints.newest() == 4
    for path in files:
        data = path.read_bytes()
        for harm in (b"", data[: len(data) // 2], bytes([data[0] ^ 1]) + data[1:] if data else b"x", None):
            path.unlink() if harm is None else path.write_bytes(harm)
            assert checkpoints.newest() == (2 if harm != data else 4), (path, harm)
            path.write_bytes(data)
    assert json.loads((tmp_path / "checkpoints" / "4.sha256.json").read_text()) and checkpoints.newest() == 4
