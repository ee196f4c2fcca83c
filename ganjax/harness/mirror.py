"""Workdirs at gs:// and other addresses: a local folder, and a copy of it there.

A run is in a local folder, as any other, so that all that holds there (files that are written whole, digests,
appended lines) holds here. The folder is copied from the address when the run begins, and to it after every
checkpoint and at the end. A manifest of a checkpoint is copied after its files: a checkpoint whose copy was cut off
is not used.
"""

import contextlib
import os
import pathlib
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator

from ganjax.addresses import copy, copying, files_in, is_remote, os_errors, path_of
from ganjax.errors import UserError
from ganjax.files import writing_to
from ganjax.harness import signals
from ganjax.harness.signals import Stopped
from ganjax.progress import say

RENEWED, LEASE = 60.0, 180.0  # seconds: how often a writer says that it lives, and how long that counts
_LEASE = ".lease"


class Mirror:
    """A local folder that stands for a workdir at an address.

    Attributes:
      folder: the local one; it is removed at the end.

    Args:
      address: of the workdir.
    """

    def __init__(self, address: str):
        self.address, self.remote = address, path_of(address)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ganjax-"))
        self._copied: dict[str, tuple[int, int]] = {}  # name -> (size, time) of what is the same in both
        self._given_back = threading.Event()

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
            if self.remote.exists():
                for name, path in files_in(self.remote):
                    if "events.out" not in name and not name.startswith("."):
                        copy(path, self.folder / name)
        self._copied = self._local()

    def push(self) -> None:
        """Copies what has changed to the address, and removes there what is no longer here.

        Raises:
          OSError: the address cannot be written to.
        """
        local = self._local()
        changed = [name for name, status in local.items() if self._copied.get(name) != status]
        gone = [name for name in self._copied if name not in local]

        def manifest(name):
            return name.endswith(".sha256.json")

        with os_errors(self.address):
            for name in sorted(changed, key=manifest):
                with contextlib.suppress(FileNotFoundError):
                    copy(self.folder / name, self.remote / name)
                    self._copied[name] = local[name]
            for name in sorted(gone, key=manifest, reverse=True):
                (self.remote / name).unlink(missing_ok=True)
                del self._copied[name]
                with contextlib.suppress(Exception):  # a folder that is not empty; object stores have none
                    for _ in pathlib.PurePosixPath(name).parts[1:]:
                        name = name.rpartition("/")[0]
                        (self.remote / name).rmdir()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """The right to write to the address, for a block: `.lease` there says who has it, and since when.

        It is renewed every minute, and counts for three: the next process waits for at most that long after one that
        was killed. Two that begin within the same second may both get it: object stores have no locks.

        Raises:
          UserError: another process has it.
        """
        lease, me = self.remote / _LEASE, f"process {os.getpid()} on {socket.gethostname()}"

        def renew():
            with os_errors(self.address):
                self.remote.mkdir(parents=True, exist_ok=True)
                lease.write_text(f"{time.time():.0f} {me}\n")

        def keep():
            while not self._given_back.wait(RENEWED):
                with contextlib.suppress(OSError):
                    renew()

        with writing_to(self.address), os_errors(self.address):
            since, _, writer = (lease.read_text() if lease.exists() else "0 no one").strip().partition(" ")
            age = max(time.time() - float(since), 0.0) if since.isdigit() else 0.0
            if age < LEASE:
                raise UserError(
                    f"{self.address} is being written to by {writer}, as of {age:.0f} s ago; wait for it, or stop "
                    f"it; one that was killed counts for {LEASE:.0f} s"
                )
            renew()
        keeper = threading.Thread(target=keep, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._given_back.set()
            keeper.join()
            with contextlib.suppress(Exception):
                lease.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(workdir, write: bool = True) -> Iterator[tuple[pathlib.Path, Callable[[], None]]]:
    """(a local folder, what copies it back) of a workdir: of a path on this machine itself, and nothing to be done.

    What is raised within the block names the address in the place of the folder. At the end the folder is copied
    back, after an error too.

    Args:
      workdir: a path or an address. write: False: nothing is copied back, and others may write to it meanwhile.

    Raises:
      UserError: the address cannot be reached, or another process writes to it.
    """
    if not is_remote(workdir):
        yield pathlib.Path(workdir), lambda: None
        return
    mirror = Mirror(os.fspath(workdir))

    def named(text):
        return text.replace(str(mirror.folder), mirror.address)

    try:
        with mirror.held() if write else contextlib.nullcontext():
            mirror.pull()
            say(f"{mirror.address} is kept in {mirror.folder} while this runs")
            try:
                yield mirror.folder, mirror.push if write else lambda: None
            except UserError as error:
                raise UserError(named(str(error))) from None
            except Stopped as stop:
                raise Stopped(stop.number, stop.note and named(stop.note)) from None
            finally:
                if write:
                    known = signals.requested() is not None  # what is raised now says more than a second `Stopped`
                    # A file that a signal cut off would be closed, and so be there as if it were whole.
                    with contextlib.suppress(*[Stopped] * known), signals.deferred(), writing_to(mirror.address):
                        mirror.push()
    finally:
        shutil.rmtree(mirror.folder, ignore_errors=True)
