"""Several processes that are one run: the flags that say who they are, and how they meet."""

import re

from absl import flags

from ganjax.errors import UserError

COORDINATOR = flags.DEFINE_string("coordinator", "", "HOST:PORT of process 0, or auto.")
N_PROCESSES = flags.DEFINE_integer("n_processes", 1, "How many processes the run has.", lower_bound=1)
PROCESS_ID = flags.DEFINE_integer("process_id", 0, "The number of this process, from 0.", lower_bound=0)


def leave() -> None:
    """Waits for the others: JAX ends all of them where one has left and the first still writes."""
    import jax
    from jax.experimental.multihost_utils import sync_global_devices

    if jax.process_count() > 1:
        sync_global_devices("the end")


def check(coordinator: str, n_processes: int, process_id: int) -> None:
    """Raises UserError for flags that are not of one run: a process would wait for ever, or train it alone.

    With --coordinator=auto the cluster says how many processes there are, and the others are not read.
    """
    if coordinator == "auto":
        return
    if not coordinator and (n_processes > 1 or process_id):
        raise UserError("--n_processes and --process_id go with --coordinator=HOST:PORT, that of process 0")
    if coordinator and not re.fullmatch(r"\S+:\d+", coordinator):
        raise UserError(f"--coordinator={coordinator}: it must be HOST:PORT of process 0, or auto")
    if process_id >= n_processes:
        raise UserError(f"--process_id={process_id}: of --n_processes={n_processes} the last is {n_processes - 1}")


def join() -> None:
    """Joins the others, where the flags name a coordinator; before anything asks JAX for its devices.

    Raises:
      UserError: the flags are not of one run, or there is no cluster for --coordinator=auto.
    """
    from ganjax.harness import signals
    from ganjax.parallel import start_processes

    coordinator, who = COORDINATOR.value, (N_PROCESSES.value, PROCESS_ID.value)
    check(coordinator, *who)
    if coordinator:
        try:
            start_processes("" if coordinator == "auto" else coordinator, *who)
        except ValueError as error:
            if coordinator != "auto":
                raise
            how = "give HOST:PORT, --n_processes and --process_id"
            raise UserError(f"--coordinator=auto finds no cluster here ({error}): {how}") from None
        signals.listen()  # jax has put a handler of its own in its place
