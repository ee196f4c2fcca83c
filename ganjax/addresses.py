"""Files at gs:// and the other addresses that `etils.epath` knows."""

import contextlib
import errno
import hashlib
import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

from ganjax.errors import UserError
from ganjax.files import cache_directory
from ganjax.progress import say

_SCHEME = re.compile(r"^([a-z][a-z0-9]+):/+")


def is_remote(path: Any) -> bool:
    """Whether a path is an address, such as gs://bucket/run; a `pathlib.Path` of one has a single slash."""
    return bool(_SCHEME.match(os.fspath(path)))


def check_local(path: Any, what: str) -> None:
    """Raises UserError, beginning with `what`, for an address."""
    if is_remote(path):
        raise UserError(f"{what} must be a path of this machine, not {path}")


def forget(address: Any) -> None:
    """What is there is looked up anew: file systems remember listings."""
    from etils.epath.backend import fsspec_backend

    fsspec_backend.fs(os.fspath(address)).invalidate_cache()


def path_of(address: Any) -> Any:
    """The `etils.epath.Path` of an address, of which nothing is remembered.

    Raises:
      UserError: it cannot be reached.
    """
    from etils import epath

    address = _SCHEME.sub(r"\1://", os.fspath(address))
    try:
        forget(address)
        path = epath.Path(address)
        path.exists()
    except Exception as error:  # every file system has its own
        raise UserError(f"cannot reach {address}: {' '.join(str(error).split())[:200]}") from None
    return path


@contextlib.contextmanager
def os_errors(address: str) -> Iterator[None]:
    """Turns what a file system raises into an OSError."""
    try:
        yield
    except (OSError, UserError):
        raise
    except Exception as error:
        raise OSError(errno.EIO, " ".join(str(error).split())[:200], address) from None


@contextlib.contextmanager
def copying(address: str) -> Iterator[None]:
    """Turns what a file system raises into a UserError that names the address."""
    try:
        with os_errors(address):
            yield
    except OSError as error:
        raise UserError(f"cannot copy {address}: {error.strerror or error}") from None


def copy(source: Any, target: Any) -> None:
    """Copies a file to a path, whose folders are made, or to an address. What is cut off is not there as a whole."""
    if isinstance(target, pathlib.PosixPath | pathlib.WindowsPath):
        target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reader:
        writer = target.open("wb")
        try:
            shutil.copyfileobj(reader, writer, 1 << 24)
        except BaseException:
            with contextlib.suppress(Exception):  # closing would make it a whole file of the store
                writer.discard()
                writer.closed = True
            raise
        writer.close()


def files_in(path: Any, inside: str = "") -> Iterator[tuple[str, Any]]:
    """(name below `path`, path) of every file."""
    for entry in path.iterdir():
        name = f"{inside}{entry.name}"
        # Object stores allow such names, and list an empty object that stands for the folder by the folder's name.
        if entry.name in ("", ".", "..") or (entry.name == path.name and not entry.exists()):
            continue
        if entry.is_dir():
            yield from _below(entry, name)
        else:
            yield name, entry


def _below(folder: Any, name: str) -> Iterator[tuple[str, Any]]:
    with contextlib.suppress(FileNotFoundError):  # it has just been removed
        yield from files_in(folder, f"{name}/")


def _identity(name: str, path: Any) -> tuple:
    """What changes where a file does: its size, and its time or checksum, by whatever name the file system has."""
    from etils.epath.backend import fsspec_backend

    info = fsspec_backend.fs(os.fspath(path)).info(os.fspath(path))
    return name, *(str(info.get(key)) for key in ("size", "mtime", "LastModified", "ETag", "etag", "md5Hash"))


def fetch(address: str) -> pathlib.Path:
    """A local copy of data at an address, a file or a folder, in `$GANJAX_CACHE/data`.

    It is copied once, and again when a name, a size, a time or a checksum has changed.

    Raises:
      UserError: there is nothing at `address`, or it cannot be reached or copied.
    """
    source = path_of(address)
    if not source.exists():
        raise UserError(f"there is nothing at {address}")
    with copying(address):
        files = dict(files_in(source)) if source.is_dir() else {source.name: source}
        identities = sorted(_identity(name, path) for name, path in files.items())
        folder = cache_directory() / "data" / hashlib.sha256(repr((address, identities)).encode()).hexdigest()[:24]
        if not folder.exists():
            say(f"copying {len(files)} file(s) of {address}")
            folder.parent.mkdir(parents=True, exist_ok=True)
            partial = pathlib.Path(tempfile.mkdtemp(dir=folder.parent))
            try:
                for name, path in files.items():
                    copy(path, partial / name)
                with contextlib.suppress(OSError):  # another process may have been first
                    partial.rename(folder)
                if not folder.exists():
                    raise OSError(errno.EIO, f"{partial} could not be renamed")
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    return folder if source.is_dir() else folder / source.name
