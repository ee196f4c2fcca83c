"""Workdirs and data at an address: gs:// is a folder of this machine here, by a file system of fsspec's kind."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import conftest
import jax
import numpy as np
import pytest

from ganjax import addresses, data
from ganjax.errors import UserError
from ganjax.harness import mirror, signals
from ganjax.harness.evaluate import load
from ganjax.harness.mirror import opened
from ganjax.harness.train import train
from tests.commands import one_device
from tests.test_launch import ROOT, TINY

ONE = jax.devices()[:1]


STAND_IN = """
import os
import fsspec
from fsspec.implementations.local import LocalFileSystem

class StandIn(LocalFileSystem):
    protocol = ("gcs", "gs")
    cachable = False

    def __init__(self, finalize_on_close=True, **options):
        super().__init__(**options)

    @classmethod
    def _strip_protocol(cls, path):
        path = os.fspath(path)
        return ROOT + path.removeprefix("gs://b") if path.startswith("gs://") else path

fsspec.register_implementation("gcs", StandIn, clobber=True)
fsspec.register_implementation("gs", StandIn, clobber=True)
"""


@pytest.fixture
def bucket(tmp_path, monkeypatch):
    """gs://b is this folder; of a process with `bucket.parent` in its PYTHONPATH too."""
    from etils.epath import backend

    root = tmp_path / "bucket"
    root.mkdir()
    text = STAND_IN.replace("ROOT", repr(str(root)))
    (tmp_path / "sitecustomize.py").write_text(text)
    exec(text, {"__name__": "stand_in"})
    backend.fsspec_backend._get_filesystem.cache_clear()
    monkeypatch.setenv("GANJAX_CACHE", str(tmp_path / "cache"))
    yield root
    backend.fsspec_backend._get_filesystem.cache_clear()


def gan(**changes):
    config = conftest.METHODS["gan"]()
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
        (folder / ".z.partial.json").write_text("{")
        push()
        assert copied == ["x", "z.json", "2.sha256.json"]
    files = sorted(str(path.relative_to(bucket)) for path in bucket.rglob("*") if path.is_file())
    assert files == ["a/checkpoints/2.sha256.json", "a/checkpoints/2/x", "a/events.out.tfevents.1", "a/z.json"]


def test_one_writer_at_an_address(bucket, monkeypatch):
    with opened("gs://b/a"):
        with (
            pytest.raises(UserError, match="b/a is being written to by process .* 0 s ago; wait"),
            opened("gs://b/a"),
        ):
            pass
        with opened("gs://b/a", write=False):
            pass
    (bucket / "a").mkdir(exist_ok=True)
    for age, free in ((100, False), (200, True)):
        (bucket / "a/.lease").write_text(f"{time.time() - age:.0f} process 1 on h\n")
        if free:
            with opened("gs://b/a"):
                assert "process 1 on h" not in (bucket / "a/.lease").read_text()
        else:
            with pytest.raises(UserError, match="process 1 on h"), opened("gs://b/a"):
                pass
            assert (bucket / "a/.lease").exists(), "it is the other process's"
    monkeypatch.setattr(mirror, "RENEWED", 0.05)
    with opened("gs://b/a"):
        (bucket / "a/.lease").write_text("0 old\n")
        time.sleep(0.5)
        assert not (bucket / "a/.lease").read_text().startswith("0 ")


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


def test_an_address_that_cannot_be_written_to_is_one_line(bucket, monkeypatch):
    def full(source, target):
        raise RuntimeError("quota\nexceeded")

    with (
        pytest.raises(UserError, match="cannot write to gs://b/a: quota exceeded"),
        opened("gs://b/a") as (folder, _),
    ):
        (folder / "x").write_text("x")
        monkeypatch.setattr(mirror, "copy", full)


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
        command = [
            "-m",
            "launch.local_cluster",
            "--n=2",
            "--",
            *arguments,
            f"--workdir={workdir}",
            "--mode=shard_map",
        ]
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
