"""SIGTERM and SIGINT as one exception, which waits until work that must not be cut off is done."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator


class Stopped(BaseException):
    """The user (SIGINT) or a scheduler (SIGTERM) asked the program to end.

    Attributes:
      number: of the signal.
      note: what is saved; None where another process tells the user.
      status: the exit status: 0 after SIGTERM, 130 after SIGINT.
    """

    def __init__(self, number: int, note: str | None = ""):
        self.number, self.note = number, note
        self.status = 130 if number == signal.SIGINT else 0
        super().__init__(number, note)

    def __str__(self):
        return f"stopped by {signal.Signals(self.number).name}" + (f": {self.note}" if self.note else "")


_depth = 0
_received: int | None = None
_watched = False
_at_exit: list[Callable[[], None]] = []


def _handle(number, frame):
    global _received
    _received = _received or number
    if not _depth:
        raise Stopped(_received)


def _watch(reader: int) -> None:
    """Ends the process at a second signal, if that is SIGINT.

    It is a thread's work: the main one may be within a compiled program, where Python calls no handler.
    """
    count = 0
    while True:
        for number in os.read(reader, 64):
            count += number in (signal.SIGINT, signal.SIGTERM)
            if number == signal.SIGINT and count > 1:
                for call in _at_exit:
                    call()
                os._exit(130)


def listen() -> None:
    """From now on SIGTERM and SIGINT raise `Stopped`; a second SIGINT ends the process at once. Main thread only."""
    global _watched
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _handle)
    if not _watched:
        _watched = True
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        # A forked worker would write its own signals into the same pipe.
        os.register_at_fork(after_in_child=lambda: signal.set_wakeup_fd(-1))
        threading.Thread(target=_watch, args=(reader,), daemon=True).start()


def at_exit(call: Callable[[], None]) -> None:
    """`call()` is made before a second SIGINT ends the process."""
    _at_exit.append(call)


def requested() -> int | None:
    """The signal that has been received, if any."""
    return _received


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """A block that no signal cuts off: `Stopped` is raised at its end, or at that of the outermost one."""
    global _depth
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
    if _received is not None and not _depth:
        raise Stopped(_received)


@contextlib.contextmanager
def allowed() -> Iterator[None]:
    """A part of a `deferred` block that a signal may cut off: `Stopped` is raised within it, or at its begin."""
    global _depth
    depth, _depth = _depth, 0
    try:
        if _received is not None:
            raise Stopped(_received)
        yield
    finally:
        _depth = depth
