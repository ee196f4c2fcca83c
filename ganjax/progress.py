"""The progress of long work: a bar in a terminal, a line a minute elsewhere."""

import math
import sys
import time


def say(line: str) -> None:
    """One line for the user, on stderr."""
    print(line, file=sys.stderr, flush=True)


class Progress:
    """A bar with steps/s and time left on a terminal, a line a minute elsewhere.

    Args:
      total: the number of steps. start: how many are done already. label: what runs. unit: what a step is called.
    """

    def __init__(self, total: int, start: int = 0, label: str = "train", unit: str = "step"):
        self.total, self.start, self.done, self.label = total, start, start, label
        self.began = self.reported = time.monotonic()
        self.unit, self._bar = unit, None
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, initial=start, desc=label, unit=unit, dynamic_ncols=True)

    def update(self, done: int, note: str = "") -> None:
        """Tells that `done` steps are done."""
        if self._bar is not None:
            self._bar.set_postfix_str(note, refresh=False)
            self._bar.update(done - self.done)
        self.done = done
        now = time.monotonic()
        if self._bar is None and now - self.reported >= 60:
            self.reported = now
            rate = (done - self.start) / (now - self.began)
            left = (self.total - done) / rate if rate else math.inf
            speed = f"{rate:.3g} {self.unit}s/s, {left / 60:.1f} min left"
            say(f"{self.label}: {self.unit} {done}/{self.total}, {speed} {note}")

    def note(self, text: str) -> None:
        """What the bar says beside its numbers, until the next update."""
        if self._bar is not None:
            self._bar.set_postfix_str(text)

    def close(self) -> None:
        """Ends the bar."""
        if self._bar is not None:
            self._bar.close()
