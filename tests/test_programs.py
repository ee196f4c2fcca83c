"""Compiled programs are kept whole, from one start of a config to the next."""

import pathlib
import socket
import subprocess
import sys

from launch import programs
from tests.commands import one_device
from tests.test_launch import ROOT, TINY


def start(cache, *command, **environment):
    """A process without the folder of programs that all tests share."""
    own = {k: v for k, v in one_device().items() if not k.startswith("JAX_")}
    own |= {"JAX_PLATFORMS": "cpu", "GANJAX_CACHE": str(cache), **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=own, **pipes)


def kept(cache):
    """Name -> (file, time of writing) of every program, and the folders of processes."""
    (folder,) = (cache / "programs").iterdir()
    files = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("*-cache")}
    return files, [path for path in folder.iterdir() if path.is_dir()]


def test_a_second_start_compiles_nothing(tmp_path):
    """What is compiled is written: the third start, after two at once, adds and changes no file."""
    train = ("-m", "launch.train", "--config=ring/gan", *TINY, "--config.steps=3")
    both = [start(tmp_path / "cache", *train, f"--workdir={tmp_path / name}") for name in "ab"]
    for process in both:
        _, said = process.communicate(timeout=200)
        assert process.returncode == 0, said
    before, folders = kept(tmp_path / "cache")
    assert any(name.startswith("jit_chunk-") for name in before) and len(before) > 10 and not folders
    third = start(tmp_path / "cache", *train, f"--workdir={tmp_path / 'c'}")
    _, said = third.communicate(timeout=200)
    assert third.returncode == 0 and "cache" not in said, said
    assert kept(tmp_path / "cache") == (before, [])


KEEP = "from launch import programs; print(programs.keep())"


def test_half_a_program_of_a_killed_process_is_none(tmp_path):
    folder = tmp_path / "programs" / programs._processor()
    killed = folder / f".{socket.gethostname()}.999999999"
    killed.mkdir(parents=True)
    (killed / "jit_f-1-cache").write_bytes(b"half")
    out, _ = start(tmp_path, "-c", KEEP).communicate(timeout=100)
    assert pathlib.Path(out.strip()) == folder and kept(tmp_path) == ({}, [])


def test_programs_are_not_kept_where_jax_is_told_so(tmp_path):
    out, _ = start(tmp_path, "-c", KEEP, JAX_ENABLE_COMPILATION_CACHE="0").communicate(timeout=100)
    assert out == "None\n" and not list(tmp_path.iterdir())
    assert programs.keep() is None, "the tests have a folder of their own"
