"""One writer an address: object stores have no locks, so that a file there says who writes, and since when."""

import contextlib
import os
import socket
import threading
import time

from ganjax.addresses import copying, forget, os_errors
from ganjax.errors import UserError
from ganjax.progress import say

RENEWED, LEASE = 60.0, 180.0  # seconds: how often a writer says that it lives, and how long that counts
UNREADABLE = 1.0  # seconds after which a lease that cannot be read is read again


class Lease:
    """The right to write to an address, for a block: `.lease` there is renewed every minute, and counts for three.

    Where another process has it, it is waited for until that counts no more, or is renewed. Two that begin within the
    same second may both get it, until one of them sees the other's.

    Args:
      remote: the workdir, as `ganjax.addresses.path_of` gives it.

    Raises:
      UserError: another process has it, and renews it.
    """

    def __init__(self, remote):
        self.address, self.path = str(remote), remote / ".lease"
        self.owner = f"process {os.getpid()} on {socket.gethostname()}, since {time.time():.3f}"
        self._ended, self._lost = threading.Event(), ""
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def _read(self) -> tuple[float, str]:
        """(age in seconds, owner) of the lease; an endless age where there is none, or none that can be read.

        A file that cannot be read is read twice: at some addresses it is empty while its owner writes it.
        """
        for again in (True, False):
            forget(self.path)
            try:
                at, _, owner = self.path.read_text().strip().partition(" ")
                return max(time.time() - float(at), 0.0), owner
            except OSError:
                break
            except ValueError:
                if again:
                    time.sleep(UNREADABLE)
        return float("inf"), ""

    def _write(self) -> None:
        self.path.write_text(f"{time.time():.0f} {self.owner}\n")

    def _keep(self) -> None:
        while not self._ended.wait(RENEWED):
            try:
                with os_errors(self.address):
                    age, owner = self._read()
                    if owner not in ("", self.owner) and age < LEASE:
                        self._lost = owner
                        return
                    self._write()
            except (OSError, UserError) as error:
                say(f"warning: {self.address}: that this process writes there could not be said: {error}")

    def check(self) -> None:
        """Raises OSError where another process has taken the lease, as after a pause of this one."""
        if self._lost:
            raise OSError(None, f"it is being written to by {self._lost}")

    def __enter__(self):
        """Waits for the lease, and takes it."""
        with copying(self.address):
            age, owner = self._read()
            if age < LEASE:
                say(f"{self.address} was being written to by {owner}, {age:.0f} s ago: waiting")
            while age < LEASE:
                time.sleep(min(RENEWED / 10, LEASE - age + 0.01))
                before, (age, now) = age, self._read()
                if age < before or (now != owner and age < LEASE):
                    raise UserError(f"{self.address} is being written to by {now}; wait for it, or stop it")
            self._write()
        self._keeper.start()
        return self

    def __exit__(self, *_):
        """Gives the lease back, if it is still this process's."""
        self._ended.set()
        self._keeper.join()
        with contextlib.suppress(Exception):
            if self._read()[1] == self.owner:
                self.path.unlink(missing_ok=True)
