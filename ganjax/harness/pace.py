"""How many steps a chunk has: few enough that a signal is answered soon, and the same on every process of a run."""

import jax
import numpy as np

from ganjax.harness import signals


class Pace:
    """The steps of the next chunk, so that it ends within `seconds`.

    They begin with one, the first of which compiles and is not timed, and at most double; half of the seconds are
    aimed at, as a machine may slow down. A step that is longer cannot be divided. The numbers do not depend on it.

    Args:
      seconds: the longest chunk.
    """

    def __init__(self, seconds: float):
        self.seconds, self.steps, self._compiled = seconds, 1, False

    def after(self, steps: int, spent: float) -> int | None:
        """Tells that a chunk of `steps` took `spent` seconds.

        Returns:
          The signal that some process of the run has received; None: go on.
        """
        number = signals.requested() or 0
        if jax.process_count() > 1:  # all must take the same chunks, and stop after the same one
            from jax.experimental.multihost_utils import process_allgather

            number, spent = np.asarray(process_allgather(np.array([number, spent]))).reshape(-1, 2).max(0)
        if self._compiled:
            affordable = int(self.seconds / 2 * steps / max(spent, 1e-6))
            self.steps = max(1, min(2 * self.steps, affordable))
        self._compiled = True
        return int(number) or None
