"""Commands that run as processes of their own: how they are told to end, and whether they wrote what they are for."""

import pathlib
import signal
import subprocess
from collections.abc import Callable

ENDING = 30.0  # seconds to save what has begun
Ended = tuple[int | None, str]  # (status, why)


def _end(process: subprocess.Popen) -> str:
    """Tells a process to save and end, and kills it where it does not; its stderr."""
    process.send_signal(signal.SIGTERM)
    try:
        _, said = process.communicate(timeout=ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
    return said


def run(command: list[str], seconds: float | None = None, folder: pathlib.Path | None = None) -> Ended:
    """(status, why) of a command; status None: it was told to end after `seconds`, and has, within `ENDING` of them.

    why: the last line of stderr, or what ended it.

    Args:
      command: the program and its arguments. seconds: None: as many as it takes. folder: where; None: here.
    """
    timeout = None if seconds is None else max(seconds, 0.1)
    out, err = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(command, stdout=out, stderr=err, text=True, cwd=folder) as process:
        status: int | None = None
        try:
            _, said = process.communicate(timeout=timeout)
            status = process.returncode
        except subprocess.TimeoutExpired:
            said = _end(process)
        except BaseException:
            _end(process)
            raise
    lines = said.strip().splitlines() or [f"it ended with status {status}"]
    return status, lines[-1].removeprefix("error: ")


def written(path: pathlib.Path, call: Callable[[], Ended]) -> Ended:
    """(status, why `path` is not written, or "") of a `run` that is to write it.

    A command that is told to end has status 0 and may have written nothing: a file of the one before is none of its.
    """
    path.unlink(missing_ok=True)
    status, why = call()
    return status, "" if status == 0 and path.exists() else why
