"""Files that are written whole: a reader, or a run after a crash, has the old one or the new one."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from ganjax.errors import UserError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path`, of the same suffix, to write to: at the end of the block it replaces `path`.

    The content is on the disk before the name is, so that a power cut leaves no empty file. After an error `path` is
    as it was. The name is this call's alone: two processes do not write to one file, though in two
    containers they have one number.

    Raises:
      OSError: the folder cannot be written to, or is full.
    """
    partial = path.with_name(f".{path.stem}.{secrets.token_hex(8)}.partial{path.suffix}")
    try:
        yield partial
        _sync(partial)
        partial.replace(path)
        _sync(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def drop_partial(folder: Path) -> None:
    """Removes the files that processes left in `folder` which were killed within `replacing`; for its only writer."""
    for path in folder.glob(".*.partial*"):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cache_directory() -> Path:
    """$GANJAX_CACHE, or $XDG_CACHE_HOME/ganjax, or ~/.cache/ganjax."""
    if os.environ.get("GANJAX_CACHE"):
        return Path(os.environ["GANJAX_CACHE"]).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "ganjax"


def unused(path: Path) -> Path:
    """`path`, or with the first number at which there is nothing: a backup replaces no other one."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def write_text(path: Path, text: str) -> None:
    """Writes a text file, UTF-8, as `replacing` does."""
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def writing_to(place: Path | str) -> Iterator[None]:
    """Turns an OSError within the block into a UserError that names `place` and the reason."""
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot write to {place}: {error.strerror or error}") from None
