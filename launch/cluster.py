"""Several processes that are one run: the flags that say who they are, and how they meet."""

from absl import flags

COORDINATOR = flags.DEFINE_string("coordinator", "", "HOST:PORT of process 0, or auto.")
N_PROCESSES = flags.DEFINE_integer("n_processes", 1, "How many processes the run has.", lower_bound=1)
PROCESS_ID = flags.DEFINE_integer("process_id", 0, "The number of this process, from 0.", lower_bound=0)


def leave() -> None:
    """Waits for the others: JAX ends all of them where one has left and the first still writes."""
    import jax
    from jax.experimental.multihost_utils import sync_global_devices

    if jax.process_count() > 1:
        sync_global_devices("the end")


def join() -> None:
    """Joins the others, where the flags name a coordinator; before anything asks JAX for its devices."""
    from ganjax.harness import signals
    from ganjax.parallel import start_processes

    if COORDINATOR.value:
        address = "" if COORDINATOR.value == "auto" else COORDINATOR.value
        start_processes(address, N_PROCESSES.value, PROCESS_ID.value)
        signals.listen()  # jax has put a handler of its own in its place
