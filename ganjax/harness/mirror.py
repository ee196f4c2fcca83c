"""Workdirs at gs:// and other addresses: a local folder, and a copy of it there.

A run is in a local folder, as any other, so that all that holds there (files that are written whole, digests,
appended lines) holds here. The folder is copied from the address when the run begins, and to it after every
checkpoint and at the end. A manifest of a checkpoint is copied after its files: a checkpoint whose copy was cut off
is not used.
"""

import contextlib
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterator

from ganjax.addresses import copy, copying, files_in, is_remote, os_errors, path_of
from ganjax.errors import UserError
from ganjax.files import cache_directory
from ganjax.harness import signals
from ganjax.harness.lease import Lease
from ganjax.harness.signals import Stopped
from ganjax.progress import say

_DROPPED = ("checkpoints/", "samples/")  # where the run itself removes what is old


def _is_manifest(name: str) -> bool:
    return name.endswith(".sha256.json")


class Mirror:
    """A local folder that stands for a workdir at an address.

    Attributes:
      folder: the local one, in `$GANJAX_CACHE/runs`.

    Args:
      remote: the workdir, as `ganjax.addresses.path_of` gives it.
      lease: the right to write there; None: what is dropped here stays there.
    """

    def __init__(self, remote, lease: Lease | None = None):
        self.address, self.remote, self.lease = str(remote), remote, lease
        parent = cache_directory() / "runs"
        with copying(self.address):
            parent.mkdir(parents=True, exist_ok=True)
            self.folder = pathlib.Path(tempfile.mkdtemp(dir=parent))
        self._copied: dict[str, tuple[int, int]] = {}  # name -> (size, time) of what is the same in both

    def _local(self) -> dict[str, tuple[int, int]]:
        """name -> (size, time of change in ns) of the files of the local folder that are whole."""
        files = {}
        for name, path in files_in(self.folder):
            if not any(part.startswith(".") or "orbax-checkpoint-tmp" in part for part in name.split("/")):
                with contextlib.suppress(FileNotFoundError):  # it has just been removed
                    status = path.stat()
                    files[name] = status.st_size, status.st_mtime_ns
        return files

    def pull(self) -> None:
        """Copies what is at the address, but for TensorBoard's events, which are only ever added to.

        Raises:
          UserError: it cannot be read.
        """
        with copying(self.address):
            for name, path in files_in(self.remote) if self.remote.exists() else ():
                if "events.out" not in name and not name.startswith("."):
                    try:
                        copy(path, self.folder / name)
                    except FileNotFoundError:
                        if path.exists():  # or its writer has just dropped it
                            raise
        self._copied = self._local()

    def push(self, *only: str) -> None:
        """Copies what has changed to the address, and removes there the checkpoints and pictures that were dropped.

        Args:
          only: files, or folders, to copy and no others; none: all.

        Raises:
          OSError: the address cannot be written to, or another process writes to it.
        """
        local = self._local()
        changed = [name for name, status in local.items() if self._copied.get(name) != status]
        if only:
            changed = [name for name in changed if name.startswith(only)]
        with os_errors(self.address):
            if self.lease is not None:
                self.lease.check()
            for name in sorted(changed, key=lambda name: (_is_manifest(name), name)):
                try:
                    copy(self.folder / name, self.remote / name)
                    self._copied[name] = local[name]
                except FileNotFoundError:
                    if (self.folder / name).exists():  # or it has just been removed, and is not there by halves
                        raise
            if self.lease is not None:
                self._drop([name for name in self._copied if name not in local and name.startswith(_DROPPED)])

    def _drop(self, names: list[str]) -> None:
        for name in sorted(names, key=_is_manifest, reverse=True):
            (self.remote / name).unlink(missing_ok=True)
            del self._copied[name]
            with contextlib.suppress(Exception):  # a folder that is not empty; object stores have none
                for _ in pathlib.PurePosixPath(name).parts[1:]:
                    name = name.rpartition("/")[0]
                    (self.remote / name).rmdir()


def _last_push(mirror: Mirror) -> OSError | None:
    """Pushes, cut off by no signal, and removes the folder; what went wrong, if anything: the folder is kept then."""
    known = signals.requested() is not None  # a second `Stopped` would say less than the first
    failure = None
    with contextlib.suppress(*[Stopped] * known), signals.deferred():
        try:
            mirror.push()
        except OSError as error:
            failure = error
        else:
            shutil.rmtree(mirror.folder, ignore_errors=True)
    return failure


def _kept(mirror: Mirror, failure: OSError) -> str:
    return f"cannot write to {mirror.address}: {failure.strerror or failure}; {mirror.folder} is kept"


@contextlib.contextmanager
def opened(workdir, write: bool = True) -> Iterator[tuple[pathlib.Path, Callable[..., None]]]:
    """(a local folder, what copies it back) of a workdir: of a path on this machine itself, and nothing to be done.

    What is raised within the block names the address in the place of the folder. For a writer the folder is copied
    back at the end, after an error too; if that fails the folder is kept, and named. A process that is killed leaves
    its folder in `$GANJAX_CACHE/runs`.

    Args:
      workdir: a path or an address.
      write: False: others may write to it meanwhile, and only what the second value is called with is copied back:
        `copy_back("results.json")`.

    Raises:
      UserError: the address cannot be reached or written to, or another process writes to it.
    """
    if not is_remote(workdir):
        yield pathlib.Path(workdir), lambda *only: None
        return
    remote = path_of(workdir)
    address = str(remote)
    with Lease(remote) if write else contextlib.nullcontext() as lease:
        mirror = Mirror(remote, lease)

        def named(text):
            return text.replace(str(mirror.folder), address)

        begun = False
        try:
            mirror.pull()
            begun = True
            if write:
                say(f"{address} is kept in {mirror.folder} while this runs")
            yield mirror.folder, mirror.push
        except BaseException as raised:
            failure = _last_push(mirror) if begun and write else None
            if failure is not None and isinstance(raised, Stopped):
                raise UserError(_kept(mirror, failure)) from None
            if failure is not None:
                say(f"error: {_kept(mirror, failure)}")
            elif isinstance(raised, UserError):
                raise UserError(named(str(raised))) from None
            elif isinstance(raised, Stopped):
                raise Stopped(raised.number, raised.note and named(raised.note)) from None
            raise
        else:
            failure = _last_push(mirror) if write else None
            if failure is not None:
                raise UserError(_kept(mirror, failure)) from None
        finally:
            if not (begun and write):
                shutil.rmtree(mirror.folder, ignore_errors=True)
