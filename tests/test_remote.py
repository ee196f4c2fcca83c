"""Workdirs and data at an address: gs:// is a folder of this machine here, by a file system of fsspec's kind."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import types

import jax
import numpy as np
import pytest

from ganjax import addresses, data
from ganjax.errors import UserError
from ganjax.harness import lease, mirror, signals
from ganjax.harness.evaluate import load
from ganjax.harness.mirror import opened
from ganjax.harness.train import train
from tests import tiny_configs
from tests.commands import one_device
from tests.test_launch import ROOT, TINY

ONE = jax.devices()[:1]


def gan(**changes):
    config = tiny_configs.METHODS["gan"]()
    config.update(changes)
    return config


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def metrics(folder):
    """The lines of training: the scores of a run's last step are not in those of a longer one."""
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines if "train" in line]


def test_a_run_at_an_address_is_one_in_a_folder_and_goes_on(bucket, tmp_path, monkeypatch):
    made = []
    make = mirror.tempfile.mkdtemp
    monkeypatch.setattr(mirror.tempfile, "mkdtemp", lambda **given: made.append(make(**given)) or made[-1])
    config = gan(steps=6, checkpoint_every=2, keep_checkpoints=2, log_every=1)
    expected = train(config, tmp_path / "here", devices=ONE)
    train(gan(**config.to_dict() | {"steps": 4}), "gs://b/runs/a", devices=ONE)
    there = bucket / "runs/a"
    assert names(there / "checkpoints") == ["2", "2.sha256.json", "4", "4.sha256.json"]
    results = train(config, "gs://b/runs/a", devices=ONE)
    assert results["metrics"] == expected["metrics"] and metrics(there) == metrics(tmp_path / "here")
    assert names(there / "checkpoints") == ["4", "4.sha256.json", "6", "6.sha256.json"], "the oldest go there too"
    assert names(there / "samples") == ["step_00000004.png", "step_00000006.png"], "each the last of its run"
    assert not (there / ".lease").exists() and not (there / ".lock").exists()
    assert len(made) == 2 and not any(pathlib.Path(folder).exists() for folder in made)
    with opened("gs://b/runs/a", write=False) as (folder, _):
        for a, b in zip(*(jax.tree.leaves(load(place)[1]) for place in (folder, tmp_path / "here")), strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_copy_that_was_cut_off_is_not_gone_on_from(bucket):
    config = gan(steps=4, checkpoint_every=2)
    train(config, "gs://b/a", devices=ONE)
    (bucket / "a/checkpoints/4.sha256.json").unlink()  # it is the last file of a checkpoint to be copied
    with opened("gs://b/a", write=False) as (folder, _):
        assert int(np.max(load(folder)[1].step)) == 2


def test_what_changes_is_copied_back_manifests_last(bucket, monkeypatch):
    (bucket / "a/checkpoints").mkdir(parents=True)
    (bucket / "a/checkpoints/1.sha256.json").write_text("1")
    (bucket / "a/checkpoints/1").mkdir()
    (bucket / "a/checkpoints/1/x").write_text("x")
    (bucket / "a/events.out.tfevents.1").write_text("kept there")
    (bucket / "a/config.json").write_text("{}")
    copied = []
    copy = mirror.copy
    with opened("gs://b/a") as (folder, push):
        assert not (folder / "events.out.tfevents.1").exists()
        monkeypatch.setattr(mirror, "copy", lambda a, b: copied.append(b.name) or copy(a, b))
        push()
        assert not copied
        shutil.rmtree(folder / "checkpoints/1")
        (folder / "checkpoints/1.sha256.json").unlink()
        (folder / "checkpoints/2").mkdir()
        (folder / "checkpoints/2/x").write_text("x")
        (folder / "checkpoints/2.sha256.json").write_text("2")
        (folder / "z.json").write_text("{}")
        (folder / "config.json").unlink()  # by whoever: only what a run drops is dropped there
        (folder / ".z.partial.json").write_text("{")
        push()
        assert sorted(copied[:2]) == ["x", "z.json"] and copied[2:] == ["2.sha256.json"]
    files = sorted(str(path.relative_to(bucket)) for path in bucket.rglob("*") if path.is_file())
    assert files == [
        "a/checkpoints/2.sha256.json",
        "a/checkpoints/2/x",
        "a/config.json",
        "a/events.out.tfevents.1",
        "a/z.json",
    ]


def test_one_writer_at_an_address(bucket, monkeypatch):
    monkeypatch.setattr(lease, "RENEWED", 0.2)
    place = bucket / "a/.lease"
    with opened("gs://b/a"):
        with (
            pytest.raises(UserError, match="gs://b/a is being written to by process .*; wait for it"),
            opened("gs://b/a"),
        ):
            pass
        with opened("gs://b/a", write=False):
            pass
        assert place.exists(), "it is the other process's"
    assert not place.exists()


def test_a_lease_that_is_just_being_written_is_read_again(bucket, monkeypatch):
    """A file of a disk is empty between its opening and its writing."""
    monkeypatch.setattr(lease, "RENEWED", 0.2)
    (bucket / "a").mkdir()
    place, waits = bucket / "a/.lease", []
    place.write_text("")

    def sleep(seconds):  # its owner writes in the meantime
        waits.append(seconds)
        place.write_text(f"{time.time():.0f} process 1 on h, {len(waits)}")

    monkeypatch.setattr(lease.time, "sleep", sleep)
    with pytest.raises(UserError, match="being written to by process 1 on h, 2; wait for it"), opened("gs://b/a"):
        pass
    assert waits == [lease.UNREADABLE, pytest.approx(0.02)]


def test_the_lease_of_a_process_that_was_killed_is_waited_for(bucket, monkeypatch):
    (bucket / "a").mkdir()
    for text, least in (
        (f"{time.time() - lease.LEASE + 2:.0f} process 1 on h", 0.5),
        ("0 process 1 on h", 0),
        ("", 0),
    ):
        (bucket / "a/.lease").write_text(text)
        began = time.monotonic()
        with opened("gs://b/a"):
            assert time.monotonic() - began >= least
            assert "process 1 on h" not in (bucket / "a/.lease").read_text()


def test_a_lease_that_another_process_has_taken_is_left_to_it(bucket, monkeypatch):
    """As after a pause of this one: it says so and keeps what it has."""
    monkeypatch.setattr(lease, "RENEWED", 0.05)
    with pytest.raises(UserError, match="being written to by another; .* is kept"), opened("gs://b/a") as (folder, _):
        (folder / "x").write_text("x")
        for _ in range(10):  # the first that is not overwritten by a renewal that was under way
            (bucket / "a/.lease").write_text(f"{time.time():.0f} another")
            time.sleep(0.5)
            if (bucket / "a/.lease").read_text().endswith(" another"):
                break
    assert (bucket / "a/.lease").read_text().endswith(" another") and not (bucket / "a/x").exists()
    assert (folder / "x").exists()


def test_what_is_raised_names_the_address(bucket):
    with pytest.raises(UserError, match="^gs://b/a/x is wrong$"), opened("gs://b/a") as (folder, _):
        raise UserError(f"{folder / 'x'} is wrong")
    with pytest.raises(signals.Stopped, match="saved in gs://b/a;"), opened("gs://b/a") as (folder, _):
        raise signals.Stopped(15, f"step 1 is saved in {folder}; go on")
    with pytest.raises(UserError, match="cannot reach nowhere://x"), opened("nowhere://x"):
        pass


def test_a_signal_does_not_cut_off_the_last_copy(bucket, monkeypatch):
    def signalled(source, target):
        signals._handle(15, None)
        copy(source, target)

    copy = mirror.copy
    monkeypatch.setattr(signals, "_received", None)
    with pytest.raises(signals.Stopped), opened("gs://b/a") as (folder, _):
        (folder / "x").write_text("x")
        monkeypatch.setattr(mirror, "copy", signalled)
    assert (bucket / "a/x").read_text() == "x"
    monkeypatch.setattr(mirror, "copy", copy)
    # A run that was stopped says what is saved, and not only that it was.
    assert signals.requested() == 15
    with pytest.raises(signals.Stopped, match="saved in gs://b/a"), opened("gs://b/a") as (folder, _):
        (folder / "y").write_text("y")
        raise signals.Stopped(15, f"saved in {folder}")
    assert (bucket / "a/y").read_text() == "y"


@pytest.mark.parametrize("raised", [None, UserError("all is lost"), signals.Stopped(15, "saved")])
def test_what_could_not_be_copied_back_is_kept_and_named(bucket, monkeypatch, capsys, raised):
    def full(source, target):
        raise RuntimeError("quota\nexceeded")

    expected = (
        "^all is lost" if isinstance(raised, UserError) else "cannot write to gs://b/a: quota exceeded; .* is kept"
    )
    with pytest.raises(UserError, match=expected), opened("gs://b/a") as (folder, _):
        (folder / "x").write_text("x")
        monkeypatch.setattr(mirror, "copy", full)
        if raised:
            raise raised
    assert (folder / "x").read_text() == "x"
    assert isinstance(raised, UserError) == (f"{folder} is kept" in capsys.readouterr().err)


def test_a_store_without_the_bucket_is_no_file_that_was_dropped(bucket, monkeypatch):
    def gone(source, target):
        raise FileNotFoundError(2, "no such bucket")

    with pytest.raises(UserError, match="no such bucket"), opened("gs://b/a") as (folder, _):
        (folder / "x").write_text("x")
        monkeypatch.setattr(mirror, "copy", gone)


@pytest.mark.parametrize("cut_off", [False, True])
def test_a_copy_that_is_cut_off_is_no_file(cut_off):
    """A store's file is there when it is closed, and `with` closes it after an error too."""
    from fsspec.spec import AbstractBufferedFile, AbstractFileSystem

    stored = {"x": b"before"}

    class Upload(AbstractBufferedFile):
        def _initiate_upload(self):
            self.parts = []

        def _upload_chunk(self, final=False):
            self.parts.append(self.buffer.getvalue())
            if final:
                stored["x"] = b"".join(self.parts)
            return True

    class Source(io.BytesIO):
        def read(self, size=-1):
            if cut_off and self.tell():
                raise OSError("cut off")
            return super().read(2)

    place = types.SimpleNamespace(open=lambda mode: Source(b"0123") if mode == "rb" else upload[0])
    upload = [Upload(AbstractFileSystem(), "x", "wb")]
    with pytest.raises(OSError, match="cut off") if cut_off else contextlib.nullcontext():
        addresses.copy(place, place)
    upload.clear()  # a file that is forgotten is closed too
    assert stored["x"] == (b"before" if cut_off else b"0123")


def test_the_object_that_stands_for_a_folder_is_no_file():
    def entry(name, there):
        return types.SimpleNamespace(name=name, exists=lambda: there, is_dir=lambda: False)

    folder = types.SimpleNamespace(
        name="run", iterdir=lambda: [entry("run", False), entry("x", True), entry("..", True)]
    )
    assert [name for name, _ in addresses.files_in(folder)] == ["x"]


def test_readers_copy_back_one_file(bucket):
    (bucket / "a").mkdir()
    (bucket / "a/config.json").write_text("{}")
    with opened("gs://b/a"), opened("gs://b/a", write=False) as (folder, copy_back):
        for name in ("results.json", "other.json"):
            (folder / name).write_text("{}")
        (folder / "config.json").unlink()
        copy_back("results.json")
    assert not folder.exists()
    assert names(bucket / "a") == ["config.json", "results.json"]


def test_addresses_are_told_from_paths(tmp_path):
    assert addresses.is_remote("gs://b/x") and addresses.is_remote(pathlib.Path("gs://b/x"))
    assert not any(map(addresses.is_remote, ("", "a/b", "/gs://b", tmp_path, "C:\\x")))
    with pytest.raises(UserError, match="--out must be a path of this machine, not gs://b/x.png"):
        addresses.check_local("gs://b/x.png", "--out")


def test_data_at_an_address_are_copied_once(bucket, monkeypatch):
    x = np.random.default_rng(0).normal(size=(40, 2))
    np.savez(bucket / "x.npz", x=x)
    found = data.load({"name": "npz", "path": "gs://b/x.npz"})
    np.savez(bucket / "y.npz", x=x + 1)
    assert found.x_shape == (2,)
    copies = []
    copy = addresses.copy
    monkeypatch.setattr(addresses, "copy", lambda *places: copies.append(places) or copy(*places))
    assert data.load({"name": "npz", "path": "gs://b/x.npz"}).info["fingerprint"] == found.info["fingerprint"]
    assert not copies
    os.utime(bucket / "x.npz", (1, 1))
    data.load({"name": "npz", "path": "gs://b/x.npz"})
    assert len(copies) == 1, "it is another file now"
    (bucket / "d/e").mkdir(parents=True)
    shutil.copy(bucket / "x.npz", bucket / "d/e/x.npz")
    assert (addresses.fetch("gs://b/d") / "e/x.npz").read_bytes() == (bucket / "x.npz").read_bytes()
    with pytest.raises(UserError, match="there is nothing at gs://b/z"):
        addresses.fetch("gs://b/z")


@pytest.mark.slow
def test_two_processes_share_an_address_and_no_folder(bucket, tmp_path):
    def cluster(workdir, steps):
        arguments = ["--config=configs/ring/gan.py", *TINY, f"--config.steps={steps}", "--config.log_every=5"]
        arguments += [f"--workdir={workdir}", "--mode=shard_map"]
        command = ["-m", "launch.local_cluster", "--n=2", "--", *arguments]
        environment = one_device(PYTHONPATH=str(tmp_path))
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stderr

    cluster(tmp_path / "here", 10)
    cluster("gs://b/a", 5)
    assert cluster("gs://b/a", 10).count("at step 5") == 2, "both have copied it"
    assert metrics(bucket / "a") == metrics(tmp_path / "here")
    command = ["-m", "launch.sample", "--workdir=gs://b/a", f"--out={tmp_path / 'x.npz'}"]
    subprocess.run([sys.executable, *command], cwd=ROOT, env=one_device(PYTHONPATH=str(tmp_path)), check=True)
    assert np.load(tmp_path / "x.npz")["x"].shape == (64, 2)
