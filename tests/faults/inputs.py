"""Mistakes and hostile files over all commands: each is one line, status 2, and nothing is written."""

import io
import os
import pathlib
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from tests.faults.forks import command, fault, snapshot

TINY = ("--config.steps=1", "--config.batch_size=4", "--config.eval.samples=50")
RING, PICTURES = "--config=ring/gan", "--config=mnist/dcgan"


class Input(NamedTuple):
    """A command that must be refused."""

    kind: str
    name: str
    arguments: tuple


def make_files(folder: pathlib.Path) -> None:
    """The hostile files that the commands below name."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(0)
    folder.mkdir()

    class Hostile:
        def __reduce__(self):
            return (os.mkdir, (str(folder / "ran"),))

    np.savez(folder / "pickled.npz", x=np.array([Hostile(), 1], object))
    (folder / "text.npz").write_text("not a zip file")
    (folder / "empty.npz").write_bytes(b"")
    np.savez(folder / "whole.npz", x=rng.normal(size=(50, 2)))
    whole = (folder / "whole.npz").read_bytes()
    (folder / "cut.npz").write_bytes(whole[: len(whole) // 2])
    (folder / "flipped.npz").write_bytes(whole[:300] + bytes([whole[300] ^ 255]) + whole[301:])
    for name, shape in (
        ("huge", "(1000000000000, 64)"),
        ("negative", "(-5, 2)"),
        ("code", "__import__('os').mkdir('ran')"),
    ):
        header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
        array = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(1 << 20)
        with zipfile.ZipFile(folder / f"{name}.npz", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.npy", array)
    with zipfile.ZipFile(folder / "bomb.npz", "w") as archive:  # it claims to unpack to a pebibyte
        archive.writestr("x.npy", zipfile.ZipFile(folder / "whole.npz").read("x.npy"))
        archive.infolist()[0].file_size = 1 << 50
    with zipfile.ZipFile(folder / "outside.npz", "w") as archive:  # a name that leaves the folder it is unpacked into
        buffer = io.BytesIO()
        np.save(buffer, np.zeros(3))
        archive.writestr("../../x.npy", buffer.getvalue())
    for name, x in (
        ("nan", np.full((50, 2), np.nan)), ("infinite", np.full((50, 2), np.inf)), ("words", np.array(["a", "b"])),
        ("none", np.zeros((0, 2))), ("scalar", np.float32(3)), ("bright", np.full((9, 8, 8), 300)),
        ("five", np.zeros((4, 2, 2, 2, 2))), ("complex", np.ones((50, 2), complex)),
    ):  # fmt: skip
        np.savez(folder / f"{name}.npz", x=x)
    np.savez(folder / "labels.npz", x=np.zeros((9, 2)), label=np.full(9, -1))
    np.savez(folder / "few_labels.npz", x=np.zeros((9, 2)), label=np.zeros(5, int))

    def pictures(name):
        (folder / name).mkdir()
        return folder / name

    Image.new("L", (20_000, 20_000)).save(pictures("huge") / "a.png")
    (pictures("text") / "a.png").write_text("not an image")
    (pictures("no_bytes") / "a.png").write_bytes(b"")
    small = pictures("cut_image") / "a.png"
    Image.fromarray(rng.integers(0, 256, (64, 64, 3), np.uint8)).save(small)
    small.write_bytes(small.read_bytes()[:-5000])
    pictures("loop").joinpath("again").symlink_to(folder / "loop", target_is_directory=True)
    (folder / "loop" / "a.png").symlink_to("b.png")
    (folder / "loop" / "b.png").symlink_to("a.png")
    (pictures("outside") / "a.png").symlink_to("/etc/passwd")
    os.mkfifo(pictures("pipe") / "a.png")
    (pictures("other") / "a.txt").write_text("a")
    for name, text in (
        ("raises", "1 / 0"), ("no_function", "x = 1"), ("syntax", "def"), ("none", "def get_config(): pass"),
        ("text", "def get_config(): return 'a'"),
    ):  # fmt: skip
        (folder / f"{name}.py").write_text(text)
    (folder / "a_file").write_text("a")
    for name, text in (
        ("list", "[1]"), ("cut", '{"seed": 0, "ste'), ("number", "3"), ("deep", "[" * 100_000), ("nothing", ""),
        ("wrong", '{"method": 3}'), ("bytes", "\x00\x01"),
    ):  # fmt: skip
        (folder / f"run_{name}").mkdir()
        (folder / f"run_{name}" / "config.json").write_text(text)


def catalogue(files: pathlib.Path) -> Iterator[Input]:
    """Some hundred and fifty inputs, each of which must be refused."""
    for name in (
        "train",
        "evaluate",
        "sample",
        "report",
        "tune",
        "reproduce",
        "benchmark",
        "hypergradient",
        "missing_control",
        "estimator_error",
    ):
        needed = {
            "train": (RING, "--workdir=out"), "tune": (RING,), "benchmark": (RING,), "reproduce": ("--table=demo",),
            "missing_control": (), "estimator_error": (), "sample": ("--workdir=none", "--out=out.png"),
        }.get(name, ("--workdir=none",))  # fmt: skip
        for what in (("--no_such_flag=1",), ("stray",), ("--", "--x")):
            yield Input("flags", name, (*needed, *what))
        if needed:
            yield Input("flags", name, needed[1:] if len(needed) > 1 else ())
    for name, more in (("evaluate", ()), ("sample", ("--out=out.png",)), ("report", ()), ("hypergradient", ())):
        for run in (
            "none",
            "a_file",
            "run_list",
            "run_cut",
            "run_number",
            "run_deep",
            "run_nothing",
            "run_wrong",
            "run_bytes",
        ):
            yield Input("workdirs", name, (f"--workdir={files / run}", *more))
    for run in ("a_file", "run_list", "run_cut", "run_nothing"):
        yield Input("workdirs", "train", (RING, *TINY, f"--workdir={files / run}"))
    for value in ("--n=0", "--n=x", "--seed=-1", "--lane=-1", "--out=out.jpg", "--out="):
        yield Input("flags", "sample", ("--workdir=none", "--out=out.png", value))
    for value in (
        "--draws=0",
        "--seconds=0",
        "--seconds=nan",
        "--draws=x",
        "--config.search={}",
        "--config.search=(",
        "--draw_seed=-1",
    ):
        yield Input("flags", "tune", (RING, *TINY, "--out=out.json", value))
    for value in ("--table=none", "--table=", "--table=../tables/demo", "--budget=none", "--only=none"):
        yield Input("flags", "reproduce", ("--table=demo", "--out=out", value))
    for config in ("raises", "no_function", "syntax", "none", "text"):
        yield Input("configs", "train", (f"--config={files / config}.py", "--workdir=out"))
    for config in ("no/such", "..", "", "/dev/null", str(files)):
        yield Input("configs", "train", (f"--config={config}", "--workdir=out"))
    for key in ("steps", "batch_size", "trials", "log_every", "checkpoint_every", "keep_checkpoints", "eval.samples"):
        for value in ("0", "-3", "x", "1.5", "(1,)"):
            yield Input("overrides", "train", (RING, *TINY, "--workdir=out", f"--config.{key}={value}"))
    for value in (
        "chunk_seconds=0", "chunk_seconds=-1", "chunk_seconds=nan", "seed=-1", "ema=1.0", "ema=-0.1", "ema=nan",
        "sample_every=-1", "data.name=none", "data.name=",
        "data.name=../x", "data.image_shape=(1,2)", "data.image_shape=(0,1,1)",
        "method.name=none", "method.name=", "method.name=os", "method.loss=none", "method.critic_steps=0",
        "networks.generator.name=none", "networks.generator.hidden=(0,)", "networks.generator.hidden=(-1,)",
        "generator_tx.name=none", "generator_tx.learning_rate=x", "eval.metrics=('none',)", "eval.coverage=x",
        "sweep={'steps':(1,2)}", "sweep={'x':(1,)}", "sweep=[", "sweep={'generator_tx.learning_rate':()}",
        "nothing=1",
        "steps", "generator_tx=3", "networks=3",
    ):  # fmt: skip
        yield Input("overrides", "train", (RING, *TINY, "--workdir=out", f"--config.{value}"))
    for name in (
        "pickled", "text", "empty", "cut", "flipped", "huge", "negative", "code", "bomb", "outside", "nan",
        "infinite", "words", "none", "scalar", "bright", "five", "complex", "labels", "few_labels", "missing",
    ):  # fmt: skip
        data = ("--config.data.name=npz", f"--config.data.path={files / name}.npz", "--config.eval.metrics=()")
        yield Input("arrays", "train", (RING, *TINY, "--workdir=out", *data))
    for name in ("huge", "text", "no_bytes", "cut_image", "loop", "outside", "pipe", "other", "missing", "a_file"):
        data = ("--config.data.name=folder", f"--config.data.path={files / name}", "--config.eval.metrics=()")
        yield Input("pictures", "train", (PICTURES, *TINY, "--workdir=out", *data))
    for out in (str(files / "a_file" / "w"), "/proc/w", "/dev/null"):
        yield Input("places", "train", (RING, *TINY, f"--workdir={out}"))
        yield Input("places", "tune", (RING, *TINY, f"--out={out}/x.json"))


def run(folder: pathlib.Path, seed: int, trials: int) -> tuple[list[list], list[str]]:
    """(rows, losses) of at most `trials` inputs, spread evenly over the catalogue."""
    import random

    files = folder / "files"
    make_files(files)
    inputs = list(catalogue(files))
    chosen = sorted(random.Random(seed).sample(range(len(inputs)), min(trials, len(inputs))))
    before, tried, kept, losses = snapshot(files), {}, {}, []
    for index in chosen:
        given, cwd = inputs[index], folder / str(index)
        cwd.mkdir()
        ended = command(given.name, *given.arguments, cwd=cwd, seconds=60)
        problem = fault(ended)
        written = sorted({str(path) for path in cwd.rglob("*")} | (snapshot(files).items() ^ before.items()))
        if not problem and written:
            problem = f"wrote {', '.join(map(str, written))[:200]}"
        tried[given.kind] = tried.get(given.kind, 0) + 1
        kept[given.kind] = kept.get(given.kind, 0) + (not problem)
        if problem:
            losses.append(
                f"launch.{given.name} {' '.join(map(str, given.arguments))}: {problem}".replace(str(files), "FILES")
            )
    return [[f"bad {kind}", count, kept[kind]] for kind, count in tried.items()], losses
