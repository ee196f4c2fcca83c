"""Files at gs:// and the other addresses that `etils.epath` knows."""

import contextlib
import errno
import hashlib
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

from ganjax.errors import UserError
from ganjax.files import cache_directory
from ganjax.progress import say


def is_remote(path: Any) -> bool:
    """Whether a path is an address, such as gs://bucket/run."""
    return "://" in os.fspath(path)


def path_of(address) -> Any:
    """The `etils.epath.Path` of an address.

    Raises:
      UserError: it cannot be reached.
    """
    from etils import epath

    try:
        path = epath.Path(os.fspath(address))
        path.exists()
    except Exception as error:  # every file system has its own
        raise UserError(f"cannot reach {address}: {' '.join(str(error).split())[:200]}") from None
    return path


@contextlib.contextmanager
def os_errors(address) -> Iterator[None]:
    """Turns what a file system raises into an OSError."""
    try:
        yield
    except (OSError, UserError):
        raise
    except Exception as error:
        raise OSError(errno.EIO, " ".join(str(error).split())[:200], str(address)) from None


@contextlib.contextmanager
def copying(address) -> Iterator[None]:
    """Turns what a file system raises into a UserError that names the address."""
    try:
        with os_errors(address):
            yield
    except OSError as error:
        raise UserError(f"cannot copy {address}: {error.strerror or error}") from None


def copy(source, target) -> None:
    """Copies a file to a path or an address, whose folders are made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 24)


def files_in(path, inside: str = "") -> Iterator[tuple[str, Any]]:
    """(name below `path`, path) of every file."""
    for entry in path.iterdir():
        name = f"{inside}{entry.name}"
        if entry.name in ("", ".", ".."):  # object stores allow such names
            continue
        if entry.is_dir():
            yield from files_in(entry, f"{name}/")
        else:
            yield name, entry


def fetch(address: str) -> pathlib.Path:
    """A local copy of data at an address, a file or a folder, in `$GANJAX_CACHE/data`.

    It is copied once, and again when a name, a size or, where the file system tells it, a time has changed.

    Raises:
      UserError: there is nothing at `address`, or it cannot be reached or copied.
    """
    source = path_of(address)
    if not source.exists():
        raise UserError(f"there is nothing at {address}")
    with copying(address):
        files = dict(files_in(source)) if source.is_dir() else {source.name: source}
        sizes = sorted((name, path.stat().length, path.stat().mtime) for name, path in files.items())
        folder = cache_directory() / "data" / hashlib.sha256(repr((address, sizes)).encode()).hexdigest()[:24]
        if not folder.exists():
            say(f"copying {len(files)} file(s) of {address}")
            folder.parent.mkdir(parents=True, exist_ok=True)
            partial = pathlib.Path(tempfile.mkdtemp(dir=folder.parent))
            for name, path in files.items():
                copy(path, partial / name)
            with contextlib.suppress(OSError):  # another process was first
                partial.rename(folder)
            shutil.rmtree(partial, ignore_errors=True)
    return folder if source.is_dir() else folder / source.name
