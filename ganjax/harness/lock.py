"""One writer a workdir."""

import errno
import fcntl
import os
import pathlib
import socket

from ganjax.errors import UserError
from ganjax.progress import say

_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)  # of a file system that has none, as Lustre often


class Lock:
    """The right to write to a workdir, which the operating system takes back from a process that ends.

    The file `.lock` stays: it says who wrote last, and is locked only while that process lives. Readers need no lock.
    On a file system shared by several hosts the lock holds between them if that file system has locks (NFS has). On
    one without locks there is a warning instead.

    Args:
      workdir: the folder; it must exist when `acquire` is called.
    """

    def __init__(self, workdir: pathlib.Path):
        self.workdir = workdir
        self._handle: int | None = None

    def acquire(self) -> None:
        """Takes the lock, if this object does not hold it already.

        Raises:
          UserError: another process has it. OSError: the folder cannot be written to.
        """
        if self._handle is not None:
            return
        handle = os.open(self.workdir / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            self._lock(handle)
            os.ftruncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        except BaseException:
            os.close(handle)  # and with it the lock
            raise
        self._handle = handle

    def _lock(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                say(f"warning: {self.workdir} cannot be locked: a second process that writes to it is not refused")
                return
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            writer = os.read(handle, 200).decode(errors="replace").strip() or "another process"
            raise UserError(f"{self.workdir} is being written to by {writer}; wait for it, or stop it") from None

    def __enter__(self):
        """For a block after which the lock is given back; it is taken by `acquire`."""
        return self

    def __exit__(self, *_):
        """Gives the lock back, if it is held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
