"""Where a run's numbers go: JSON files, metrics.jsonl, TensorBoard."""

import json
import math
import os
import pathlib
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ganjax.errors import UserError
from ganjax.files import unused, write_text
from ganjax.progress import say


def finite(value: Any) -> Any:
    """`value` with numbers that JSON cannot hold (NaN, infinities) as None, arrays as lists."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [finite(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def write_json(path: pathlib.Path, value: Any) -> None:
    """Writes JSON so that a reader sees the old file or the new one, never half of one."""
    write_text(path, json.dumps(finite(value), indent=1, allow_nan=False) + "\n")


def read_json(path: pathlib.Path) -> dict[str, Any]:
    """The object in a JSON file that `write_json` wrote.

    Raises:
      UserError: it cannot be read, or holds something else.
    """
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UserError(f"{path} is not readable JSON")
    return value


def read_scores(path: pathlib.Path) -> dict[str, Any]:
    """What a results.json holds; {} where there is none, or a damaged one: it is made anew from a checkpoint.

    Raises OSError where it cannot be read: it may be whole.
    """
    try:
        value = json.loads(path.read_text()) if path.exists() else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


class _Events:
    """A file of TensorBoard events, each of which is written at once and by the caller.

    tensorboardX's own writer has a thread and a buffer: a full disk is an error in the thread, and again at exit.

    Args:
      workdir: where. step: events from it on, of a run that was cut off, are not to be shown.
    """

    def __init__(self, workdir: pathlib.Path, step: int):
        from tensorboardX.proto.event_pb2 import Event, SessionLog

        name = f"events.out.tfevents.{time.time_ns() // 10**9}.{socket.gethostname()}.{os.getpid()}.{step}"
        self._file = (workdir / name).open("ab", buffering=0)
        self._write(Event(wall_time=time.time(), file_version="brain.Event:2"))
        self._write(Event(wall_time=time.time(), step=step, session_log=SessionLog(status=SessionLog.START)))

    def _write(self, event) -> None:
        from tensorboardX.record_writer import masked_crc32c

        data = event.SerializeToString()
        length = struct.pack("<Q", len(data))
        checks = (struct.pack("<I", masked_crc32c(part)) for part in (length, data))
        self._file.write(length + next(checks) + data + next(checks))

    def _add(self, summary, step: int) -> None:
        from tensorboardX.proto.event_pb2 import Event

        self._write(Event(wall_time=time.time(), step=step, summary=summary))

    def add_scalar(self, tag: str, value: float, step: int) -> None:
        from tensorboardX import summary

        self._add(summary.scalar(tag, value), step)

    def add_image(self, tag: str, image: np.ndarray, step: int) -> None:
        from tensorboardX import summary

        self._add(summary.image(tag, image, dataformats="HWC"), step)

    def close(self) -> None:
        self._file.close()


def set_metrics_aside(workdir: pathlib.Path) -> None:
    """Renames the metrics.jsonl of a run that has no usable checkpoint and begins again, and says so."""
    metrics = workdir / "metrics.jsonl"
    if metrics.exists():
        backup = unused(metrics.with_name("metrics-before-restart.jsonl"))
        metrics.replace(backup)
        say(f"{workdir} has no usable checkpoint: starting at step 0; the old metrics are in {backup.name}")


class MetricsWriter:
    """metrics.jsonl and TensorBoard events of one workdir.

    Every line is {"step", "train" or "eval": {name: [a value a lane]}, "seconds"}; lanes are trials times
    points of the sweep.

    Args:
      workdir: an existing directory.
      resume_step: lines past it belong to a run that was cut off, and are dropped.
      final: drop the scores of that step too, which are about to be written again.
      points: what the points of the sweep are called; lanes are divided evenly among them.
    """

    def __init__(
        self, workdir: pathlib.Path, resume_step: int = 0, final: bool = False, points: Sequence[str] = ("",)
    ):
        self.points = points
        self.path = workdir / "metrics.jsonl"
        if self.path.exists():
            lines = [
                line for line in self.path.read_text(errors="replace").splitlines() if _step(line) <= resume_step
            ]
            lines = [
                line for line in lines if not (final and _step(line) == resume_step and "eval" in json.loads(line))
            ]
            write_text(self.path, "".join(f"{line}\n" for line in lines))
        self._events = _Events(workdir, resume_step + 1)

    def write(self, step: int, kind: str, values: Mapping[str, np.ndarray], seconds: float) -> None:
        """Appends one line of name -> [lanes], and the mean over each point's finite lanes to TensorBoard."""
        line = {"step": step, kind: finite(values), "seconds": round(seconds, 3)}
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")
        for name, lanes in values.items():
            for point, trials in zip(self.points, np.split(np.asarray(lanes, float), len(self.points)), strict=True):
                if np.isfinite(trials).any():
                    tag = f"{kind}/{name}" + (f"/{point}" if point else "")
                    self._events.add_scalar(tag, float(np.mean(trials[np.isfinite(trials)])), step)

    def image(self, step: int, name: str, image: np.ndarray) -> None:
        """A picture [H, W, 3] uint8 to TensorBoard."""
        self._events.add_image(name, image, step)

    def close(self) -> None:
        """Closes the events; lines are closed already."""
        self._events.close()


def read_lines(path: pathlib.Path) -> list[dict]:
    """The lines of a metrics.jsonl, without one that is being written or was cut off."""
    text = path.read_bytes().decode(errors="replace")  # a path of an address has no read_text(errors=...)
    return [json.loads(line) for line in text.splitlines() if _step(line) < math.inf]


def drop_scores(path: pathlib.Path) -> None:
    """Drops the evaluations of a metrics.jsonl, if there is one."""
    if path.exists():
        kept = [line for line in read_lines(path) if "eval" not in line]
        write_text(path, "".join(f"{json.dumps(line)}\n" for line in kept))


def _step(line: str) -> float:
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return math.inf  # cut off in the middle
